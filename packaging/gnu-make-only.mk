.error building xmbox needs GNU make (gmake)
