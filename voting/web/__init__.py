"""Flask and Socket.IO: the phone, the projector, the console, the desk and the sign-in."""
