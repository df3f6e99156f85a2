### Why a camera gives no picture, and what to do about it.

fault_no_camera = no camera was found
    .todo = plug one in, or open a recording
fault_not_there = the camera "{ $name }" is not there
    .todo = plug it in, choose another one, or open a recording
fault_busy = the camera is used by another program
    .todo = close that program, or choose another camera
fault_refused = this program may not use the camera
    .linux = add yourself to the group "video" (sudo usermod -aG video $USER) and log in again
    .macos = allow it in System Settings, Privacy & Security, Camera
    .windows = allow it in Settings, Privacy & security, Camera
fault_unplugged = the camera was unplugged
    .todo = plug it in again
fault_frozen = the camera has stopped sending pictures
    .todo = unplug it and plug it in again
fault_damaged = the camera sends only damaged pictures
    .todo = unplug it and plug it in again, or try another cable
fault_no_format = the camera offers no picture format that this program reads (MJPEG, or uncompressed YUV, RGB or grey of 8 bits)
    .todo = choose another camera
fault_other = the camera does not work ({ $reason })
    .todo = unplug it and plug it in again, or choose another one
