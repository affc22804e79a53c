"""Lies that any JSON text can hold: name, the text, what the refusal says. Made of a valid text, by its fields."""

import json

INVALID, NUMBER, TEXT = "is not valid JSON", "should be a number", "should be a text"
MEBI = 1 << 20


def one_hash(pairs):
    """Texts that have one hash in Java: 'Aa' and 'BB' have."""
    keys = [""]
    for _ in range(pairs):
        keys = [key + part for key in keys for part in ("Aa", "BB")]
    return keys


def raw(fields, **values):
    """The fields as JSON, those that are named with a text of JSON in place of their value."""
    return "{" + ",".join(f'"{name}":{values.get(name) or json.dumps(value)}' for name, value in fields.items()) + "}"


def numbers():
    """What stands where a number of at least 1 belongs."""
    for name, value, cause in [
        ("null", "null", "got nothing"), ("true", "true", "got true"), ("text", '"1"', "got '1'"), ("array", "[1]", "got an array of 1"),
        ("object", "{}", "got an object"), ("nan", "NaN", INVALID), ("infinity", "-Infinity", INVALID), ("hexadecimal", "0x1", INVALID),
        ("leading-zero", "01", INVALID), ("plus", "+1", INVALID), ("point", "1.", INVALID), ("1e999", "1e999", "beyond 64 bits"),
        ("minus-1e999", "-1e999", "beyond 64 bits"), ("1e1000000000000", "1e1000000000000", "beyond 64 bits|" + INVALID),
        ("of-400-digits", "9" * 400, "beyond 64 bits"), ("of-100000-digits", "9" * 100_000, INVALID),
        ("text-of-1-mib", '"' + "1" * (MEBI - 2000) + '"', "got '1111"), ("array-of-many", "[" + "1," * 300_000 + "1]", "got an array of 300001"),
    ]:
        yield name, value, cause


def texts():
    """What stands where a name belongs."""
    for name, value, cause in [
        ("null", "null", "got nothing"), ("number", "1e3", "got 1000.0"), ("false", "false", "got false"), ("object", '{"a":1}', "got an object"),
        ("of-1-mib", '"' + "x" * (MEBI - 2000) + '"', "at most"), ("unfinished", '"x', INVALID), ("bad-escape", '"\\x41"', INVALID),
        ("line-feed", '"a\nb"', INVALID), ("zero", '"a\0b"', INVALID), ("cut-unicode-escape", '"\\u00"', INVALID),
    ]:
        yield name, value, cause


def broken(valid):
    """Lies about the text as a whole."""
    for at in (0, 1, 2, len(valid) // 2, len(valid) - 2, len(valid) - 1):
        yield f"cut-at-{at}", valid[:at], "JSON"
    for name, text, cause in [
        ("null", "null", "is not one JSON object"), ("array", "[]", "is not one JSON object"), ("number", "1", "is not one JSON object"),
        ("empty-object", "{}", "should be a number, got nothing"), ("two", valid + "{}", "is not one JSON object"), ("text-behind", valid + "x", INVALID),
        ("comment", valid[0] + "/**/" + valid[1:], INVALID), ("trailing-comma", valid[:-1] + ",}", INVALID), ("single-quotes", valid.replace('"', "'"), INVALID),
        ("byte-order-mark", "\ufeff" + valid, INVALID), ("zero-first", "\0" + valid, INVALID), ("spaces", " " * 500_000 + valid, None),
        ("too-many-spaces", " " * MEBI + valid, "are read|can have"), ("deep-arrays", "[" * 100_000, INVALID), ("deep-objects", '{"a":' * 100_000, INVALID),
        ("deep-value", valid[:-1] + ',"evil":' + "[" * 900 + "]" * 900 + "}", "has no field 'evil'"), ("too-deep-value", valid[:-1] + ',"evil":' + "[" * 2000 + "]" * 2000 + "}", INVALID),
        ("field-unknown", valid[:-1] + ',"evil":1}', "has no field 'evil'"), ("field-terminal", valid[:-1] + ',"\\u001b[2J":1}', "has no field '?[2J'"),
        ("field-half-surrogate", valid[:-1] + ',"\\ud800":1}', "has no field '?'"), ("field-of-40-kb", valid[:-1] + ',"' + "f" * 40_000 + '":1}', "has no field 'fff"),
        ("field-of-1-mb", valid[:-1] + ',"' + "f" * 1_000_000 + '":1}', INVALID), ("field-empty", valid[:-1] + ',"":1}', "has no field ''"),
        ("field-in-capitals", valid.replace('"format"', '"FORMAT"'), "should be a number, got nothing"),
        ("field-twice", valid[:-1] + ',"format":1}', "Duplicate field"), ("field-twice-by-escape", valid[:-1] + ',"\\u0066ormat":1}', "Duplicate field"),
        ("format-0", valid.replace('"format": 1', '"format": 0'), "in format 0"), ("format-2", valid.replace('"format": 1', '"format": 2'), "in format 2"),
        ("format-real", valid.replace('"format": 1', '"format": 1.5'), "should be an integer"), ("format-1e0", valid.replace('"format": 1', '"format": 1e0'), None),
        ("format-2-to-32-and-1", valid.replace('"format": 1', '"format": 4294967297'), "should be an integer"),
        ("bomb-of-arrays", valid[:-1] + ',"evil":[' + "[]," * 340_000 + "[]]}", "has no field"),
        ("bomb-of-objects", valid[:-1] + ',"evil":[' + "{}," * 340_000 + "{}]}", "has no field"),
        ("bomb-of-small-objects", valid[:-1] + ',"evil":[' + '{"":1},' * 140_000 + "{}]}", "has no field"),
        ("bomb-of-numbers", valid[:-1] + ',"evil":[' + "1," * 500_000 + "1]}", "has no field"),
        ("bomb-of-texts", valid[:-1] + ',"evil":[' + '"",' * 340_000 + '""]}', "has no field"),
        ("bomb-of-fields", valid[:-1] + "," + ",".join(f'"{i:x}":1' for i in range(100_000)) + "}", "has no field"),
        ("bomb-of-fields-of-one-hash", valid[:-1] + "," + ",".join(f'"{key}":1' for key in one_hash(14)) + "}", "has no field"),
    ]:
        yield name, text, cause
