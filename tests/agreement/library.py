# SPDX-License-Identifier: MIT
"""numberreg's answers, through its shared library."""

import ctypes

_FORMATS = (0, 1, 2, 3)


class Number(ctypes.Structure):
    _fields_ = [("e164", ctypes.c_uint64), ("national", ctypes.c_uint64), ("calling_code", ctypes.c_uint32),
                ("leading_zeros", ctypes.c_uint8), ("national_digits", ctypes.c_uint8), ("parse", ctypes.c_uint8),
                ("possible", ctypes.c_uint8), ("valid", ctypes.c_uint8), ("type", ctypes.c_uint8),
                ("state", ctypes.c_uint8), ("source", ctypes.c_uint8), ("notes", ctypes.c_uint32),
                ("extension_digits", ctypes.c_uint32), ("region", ctypes.c_char * 4),
                ("default_region", ctypes.c_char * 4), ("extension", ctypes.c_char * 24),
                ("reserved", ctypes.c_uint32)]


class Library:
    def __init__(self, path):
        self.c = ctypes.CDLL(path)
        self.c.nreg_number_read.argtypes = [ctypes.c_void_p, ctypes.c_char_p, ctypes.c_size_t, ctypes.c_char_p,
                                            ctypes.c_uint32, ctypes.POINTER(Number)]
        self.c.nreg_number_format.argtypes = [ctypes.c_void_p, ctypes.POINTER(Number), ctypes.c_uint32,
                                              ctypes.c_char_p, ctypes.c_size_t, ctypes.POINTER(ctypes.c_size_t)]
        self.c.nreg_plan_release.restype = ctypes.c_char_p
        self.number = Number()
        self.buffer = ctypes.create_string_buffer(128)

    def release(self):
        return self.c.nreg_plan_release(None).decode()

    def answer(self, text, region):
        number = self.number
        data = text.encode()
        if self.c.nreg_number_read(None, data, len(data), region and region.encode(), 0, number) != 0:
            raise ValueError(text)
        if number.parse != 0:
            return (number.parse,)
        formats = []
        for style in _FORMATS:
            if self.c.nreg_number_format(None, number, style, self.buffer, 128, None) != 0:
                raise ValueError(text)
            formats.append(self.buffer.value.decode())
        return (0, number.national, number.calling_code, number.leading_zeros, number.national_digits, number.possible,
                number.valid, number.type, number.source, number.region.decode(), number.extension.decode(),
                int(number.notes & 32 != 0), *formats)
