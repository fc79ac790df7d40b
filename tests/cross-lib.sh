# SPDX-License-Identifier: MIT
# The compiler and the musl for arm64 of O/cross, which make test-deps unpacks there, as if they were installed: they need
# their own libraries, and musl's specs name its folders. The function needs lib.sh and $out, the folder O.

# Put aarch64-linux-gnu-gcc and others into PATH, musl into $tmp/musl, and the compiler with it as musl-gcc-arm64.
cross_tools()
{
	tools=$out/cross/root/usr
	mkdir "$tmp/bin" "$tmp/musl"
	for path in "$tools"/bin/aarch64-linux-gnu-*; do
		name=$(basename "$path" -12)
		printf '#!/bin/sh\nLD_LIBRARY_PATH=%s exec %s "$@"\n' "$tools/lib/x86_64-linux-gnu" "$path" >"$tmp/bin/$name"
		chmod +x "$tmp/bin/$name"
	done
	mkdir -p "$tools/lib/bfd-plugins"
	ln -sf "$tools/lib/gcc-cross/aarch64-linux-gnu/12/liblto_plugin.so" "$tools/lib/bfd-plugins"
	cp "$tools"/lib/aarch64-linux-musl/*.[oa] "$tmp/musl"
	sed "s|/usr/lib/aarch64-linux-musl|$tmp/musl|g; s|/usr/include/|$tools/include/|g" \
		"$tools/lib/aarch64-linux-musl/musl-gcc.specs" >"$tmp/musl/musl-gcc.specs"
	PATH=$tmp/bin:$PATH
	printf '#!/bin/sh\nexec aarch64-linux-gnu-gcc -specs %s/musl/musl-gcc.specs "$@"\n' "$tmp" >"$tmp/bin/musl-gcc-arm64"
	chmod +x "$tmp/bin/musl-gcc-arm64"
}
