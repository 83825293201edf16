"""The same screens in a browser on this computer; the door is ``serve``.

``start`` opens the port, ``gate`` decides who may come in, ``server`` answers requests, ``tabs``
keeps one program for each page, ``child`` is that program and ``driver`` its end of the pipe.
"""

from selfeval_assist.tui.serve.start import serve as serve
