# SPDX-License-Identifier: MIT
{ lib, stdenv, mbedtls, xen }:

stdenv.mkDerivation rec {
  pname = "xmbox";
  version = "0.2.0";
  src = ../..;

  buildInputs = [ mbedtls xen ];
  makeFlags = [ "PREFIX=${placeholder "out"}" "SKIP_STRIP=1" ];
  preBuild = "echo '# CONFIG_STATIC is not set' > .config";

  meta = {
    description = "Show what runs on a Xen host";
    license = lib.licenses.mit;
    platforms = lib.platforms.linux;
  };
}
