"""PDFium's functions on the objects of a page, by their addresses.

pypdfium2 makes a pointer for each object that it hands out; a page has hundreds, so here an address is a number.
"""

from __future__ import annotations

import ctypes
from typing import Any

import pypdfium2.raw as raw

_P, _INT, _LONG = ctypes.c_void_p, ctypes.c_int, ctypes.c_ulong


def address_of(handle: Any) -> int:
    """Return the address that a handle or a function of PDFium stands for."""
    return ctypes.cast(handle, ctypes.c_void_p).value or 0


def _bound(function: Any, result: Any, *arguments: Any) -> Any:
    # PDFium takes one thread only; to let go of the interpreter's lock and get it back is a sixth of such a call.
    return ctypes.PYFUNCTYPE(result, *arguments)(address_of(function))


object_at = _bound(raw.FPDFPage_GetObject, _P, _P, _INT)
object_within = _bound(raw.FPDFFormObj_GetObject, _P, _P, _LONG)
objects_within = _bound(raw.FPDFFormObj_CountObjects, _INT, _P)
matrix_of = _bound(raw.FPDFPageObj_GetMatrix, _INT, _P, _P)
draw_mode_of = _bound(raw.FPDFPath_GetDrawMode, _INT, _P, _P, _P)
path_segments = _bound(raw.FPDFPath_CountSegments, _INT, _P)
path_segment = _bound(raw.FPDFPath_GetPathSegment, _P, _P, _INT)
segment_kind = _bound(raw.FPDFPathSegment_GetType, _INT, _P)
segment_closes = _bound(raw.FPDFPathSegment_GetClose, _INT, _P)
kind_of = _bound(raw.FPDFPageObj_GetType, _INT, _P)
bounds_of = _bound(raw.FPDFPageObj_GetBounds, _INT, _P, _P, _P, _P, _P)
set_active = _bound(raw.FPDFPageObj_SetIsActive, _INT, _P, _INT)
clip_of = _bound(raw.FPDFPageObj_GetClipPath, _P, _P)
clip_paths = _bound(raw.FPDFClipPath_CountPaths, _INT, _P)
clip_segments = _bound(raw.FPDFClipPath_CountPathSegments, _INT, _P, _INT)
clip_segment = _bound(raw.FPDFClipPath_GetPathSegment, _P, _P, _INT, _INT)
segment_point = _bound(raw.FPDFPathSegment_GetPoint, _INT, _P, _P, _P)
marks_of = _bound(raw.FPDFPageObj_CountMarks, _INT, _P)
mark_at = _bound(raw.FPDFPageObj_GetMark, _P, _P, _LONG)
mark_name = _bound(raw.FPDFPageObjMark_GetName, _INT, _P, _P, _LONG, _P)
mark_bytes = _bound(raw.FPDFPageObjMark_GetParamBlobValue, _INT, _P, ctypes.c_char_p, _P, _LONG, _P)
remove_mark = _bound(raw.FPDFPageObj_RemoveMark, _INT, _P, _P)
text_object = _bound(raw.FPDFText_GetTextObject, _P, _P, _INT)
text_length = _bound(raw.FPDFText_CountChars, _INT, _P)
unicode_at = _bound(raw.FPDFText_GetUnicode, ctypes.c_uint, _P, _INT)
loose_box_at = _bound(raw.FPDFText_GetLooseCharBox, _INT, _P, _INT, _P)
origin_at = _bound(raw.FPDFText_GetCharOrigin, _INT, _P, _INT, _P, _P)
matrix_at = _bound(raw.FPDFText_GetMatrix, _INT, _P, _INT, _P)
font_size_at = _bound(raw.FPDFText_GetFontSize, ctypes.c_double, _P, _INT)
font_name_at = _bound(raw.FPDFText_GetFontInfo, _LONG, _P, _INT, _P, _LONG, _P)
is_generated = _bound(raw.FPDFText_IsGenerated, _INT, _P, _INT)
is_hyphen = _bound(raw.FPDFText_IsHyphen, _INT, _P, _INT)
is_unmapped = _bound(raw.FPDFText_HasUnicodeMapError, _INT, _P, _INT)
mode_of = _bound(raw.FPDFTextObj_GetTextRenderMode, _INT, _P)
fill_of = _bound(raw.FPDFPageObj_GetFillColor, _INT, _P, _P, _P, _P, _P)
stroke_of = _bound(raw.FPDFPageObj_GetStrokeColor, _INT, _P, _P, _P, _P, _P)
font_of = _bound(raw.FPDFTextObj_GetFont, _P, _P)
