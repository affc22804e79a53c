"""Hostile registries of published weights: name, the file, what the refusal says (None: it is plain data)."""

import json

from descriptions import PREPARATION
from jsons import MEBI, broken, numbers, raw, texts

FIGURES = {"parameters": 1, "gflops": 1.5, "acc1": 50, "acc5": 90, "mebibytes": 2}
ENTRY = {
    "model": "resnet18", "name": "OURS", "url": "https://models.example.org/a/ours.safetensors", "sha256": "0123456789abcdef", "formerFiles": ["old-0123abcd.pth"],
    "preprocessing": PREPARATION, "classes": ["hot", "cold"], "figures": FIGURES, "recipe": "none", "licence": "ours",
}
VALID = json.dumps({"format": 1, "defaults": {"resnet18": "OURS"}, "weights": [ENTRY]})
NO_ADDRESS, NO_NAME = "is no address of a file", "is no name"


def registry(*entries, defaults="{}"):
    return '{"format":1,"defaults":' + defaults + ',"weights":[' + ",".join(entries) + "]}"


def entry(**values):
    return registry(raw(ENTRY, **values))


def names():
    for field in ("model", "name", "sha256", "url"):
        for name, value, cause in texts():
            yield f"{field}-{name}", entry(**{field: value}), cause
    for name, value in [
        ("empty", ""), ("default", "default"), ("path", "../x"), ("absolute", "/etc/passwd"), ("back-slash", "a\\b"), ("colon", "a:b"), ("space", "a b"),
        ("terminal", "\x1b[2J"), ("line-feed", "a\nb"), ("zero", "a\0"), ("right-to-left", "a\u202eb"), ("half", "\ud800"), ("point", ".hidden"), ("emoji", "\U0001f600"),
    ]:
        yield "name-is-" + name, entry(name=json.dumps(value)), NO_NAME
    for name, value in [("short", "0123456"), ("capitals", "0123456789ABCDEF"), ("long", "0" * 65), ("no-digits", "xyzxyzxyz"), ("path", "../../../x"), ("digits-of-india", "०१२३४५६७")]:
        yield "sha256-is-" + name, entry(sha256=json.dumps(value)), "is no start of a SHA-256"
    for name, value in [("unknown", "resnet51"), ("empty", ""), ("path", "../resnet18"), ("terminal", "\x1b[2J")]:
        yield "model-is-" + name, entry(model=json.dumps(value)), "there is no model"
    for name, value in [("path", "../a-01234567.pth"), ("no-digits", "a.pth"), ("empty", ""), ("zero", "a\0-01234567.pth"), ("back-slash", "a\\b-01234567.pth"), ("point", ".a-01234567.pth")]:
        yield "former-" + name, entry(formerFiles=json.dumps([value])), "does not end like"
    yield "former-number", entry(formerFiles="[1]"), "should be texts"
    yield "former-text", entry(formerFiles='"a-01234567.pth"'), "should be an array"
    yield "former-of-1-mb", entry(formerFiles=json.dumps(["a" * 1_000_000])), "at most 100"
    yield "former-many-dashes", entry(formerFiles=json.dumps(["-01234567" * 11])), "does not end like"


def addresses():
    for name, value in [
        ("empty", ""), ("relative", "ours.pth"), ("file", "file:///etc/passwd"), ("ftp", "ftp://h/a.pth"), ("jar", "jar:http://h/a.jar!/b"), ("data", "data:,x"),
        ("javascript", "javascript:alert(1)"), ("no-host", "https:///a.pth"), ("no-file", "https://h/"), ("no-path", "https://h"), ("dots", "https://h/.."),
        ("escaped-dots", "https://h/%2e%2e"), ("escaped-slash", "https://h/..%2f"), ("escaped-zero", "https://h/a%00.pth"), ("escaped-escape", "https://h/%1b[2J.pth".replace("[", "%5b")),
        ("hidden", "https://h/.bashrc"), ("device", "https://h/a:b"), ("port", "https://h:99999/a.pth"), ("minus-port", "https://h:-1/a.pth"), ("huge-port", "https://h:99999999999/a.pth"),
        ("long-file", "https://h/" + "a" * 300), ("underscore-host", "https://a_b/c.pth"), ("opaque", "https:a.pth"), ("capitals", "HTTPS://h/a.pth"), ("umlaut", "https://h/ä.pth"), ("half", "https://h/\ud800"),
    ]:
        yield "url-is-" + name, entry(url=json.dumps(value)), NO_ADDRESS
    for name, value in [("space", "https://h/a b.pth"), ("bracket", "http://["), ("line-feed", "https://h/a\r\nHost: x"), ("percent", "https://h/%zz")]:
        yield "url-is-no-" + name, entry(url=json.dumps(value)), "the url is no address"
    yield "url-with-password", entry(url='"https://me:secret@h/a.pth"'), "holds a name or password"
    yield "url-with-query", entry(url='"https://h/a.pth?token=secret"'), None
    yield "url-of-3000", entry(url='"https://h/' + "a/" * 1500 + 'a.pth"'), "at most 2000 are read"


def figures():
    def with_figures(**values):
        return entry(figures=raw(FIGURES, **values))

    for field in FIGURES:
        for name, value, cause in numbers():
            yield f"{field}-{name}", with_figures(**{field: value}), cause
        yield f"{field}-minus", with_figures(**{field: "-1"}), "above zero|are percent"
        if field in ("acc1", "acc5"):
            yield f"{field}-above-100", with_figures(**{field: "100.1"}), "are percent"
        else:
            yield f"{field}-zero", with_figures(**{field: "0"}), "above zero"
    yield "parameters-real", with_figures(parameters="1.5"), "should be an integer"
    yield "parameters-2-to-63", with_figures(parameters="9223372036854775808"), "should be an integer"
    yield "mebibytes-1e308", with_figures(mebibytes="1e308"), None
    yield "figures-unknown-field", entry(figures=raw(FIGURES)[:-1] + ',"evil":1}'), "has no field 'evil'"
    for name, value in [("null", "null"), ("array", "[]"), ("number", "1")]:
        yield "figures-" + name, entry(figures=value), "should be an object"


def entries():
    for name, value in [("null", "null"), ("object", "{}"), ("text", '"x"')]:
        yield "weights-" + name, '{"format":1,"weights":' + value + "}", "should be an array"
    for name, value in [("null", "null"), ("number", "1"), ("array", "[]"), ("text", '"x"')]:
        yield "entry-" + name, registry(value), "should be an object"
    yield "weights-none", registry(), None
    one = raw(ENTRY)
    yield "entry-twice", registry(one, one), "two weights called"
    yield "entry-twice-in-capitals", registry(one, raw(ENTRY, name='"ours"')), "two weights called"
    yield "file-of-two-contents", registry(one, raw(ENTRY, name='"B"', sha256='"fedcba98"')), "two contents for one file"
    yield "entry-field-twice", registry(one[:-1] + ',"url":"https://h/a.pth"}'), "Duplicate field"
    yield "entry-unknown-field", registry(one[:-1] + ',"script":"rm"}'), "has no field 'script'"
    yield "recipe-terminal", entry(recipe='"\\u001b[2J\\u202e"'), None
    yield "recipe-of-1-mib", entry(recipe='"' + "r" * (MEBI - 2000) + '"'), None
    yield "recipe-number", entry(recipe="1"), "should be a text"
    yield "classes-unknown", entry(classes='"imagenet21k"'), "there are no classes"
    yield "classes-empty", entry(classes="[]"), "at least one class"
    yield "classes-300000", entry(classes="[" + '"",' * 300_000 + '""]'), None
    for missing in ("model", "name", "url", "sha256", "preprocessing", "classes"):
        yield "entry-without-" + missing, registry(json.dumps({field: value for field, value in ENTRY.items() if field != missing})), "got nothing"
    short = '"sha256":"01234567","classes":"cifar10","preprocessing":' + json.dumps(PREPARATION, separators=(",", ":"))
    many = (f'{{"model":"tiny","name":"{i:x}","url":"http://h/{i:x}",{short}}}' for i in range(4500))
    yield "bomb-4500-entries", registry(*many), None


def defaults():
    one = raw(ENTRY)
    for name, value, cause in [
        ("null", "null", "should be an object"), ("array", "[]", "should be an object"), ("value-null", '{"resnet18":null}', "got nothing"), ("value-number", '{"resnet18":1}', "should be a text"),
        ("of-no-model", '{"resnet81":"OURS"}', "there is no model 'resnet81'"), ("none-of-them", '{"resnet18":"THEIRS"}', "is none of the weights"), ("of-another-model", '{"resnet50":"OURS"}', "is none of the weights"),
        ("default", '{"resnet18":"DEFAULT"}', "is none of the weights"), ("empty", '{"":"OURS"}', "there is no model"), ("twice", '{"resnet18":"OURS","resnet18":"OURS"}', "Duplicate field"),
        ("twice-in-capitals", '{"resnet18":"OURS","ResNet18":"OURS"}', "two defaults"), ("in-capitals", '{"ResNet18":"ours"}', None), ("terminal", '{"\\u001b[2J":"OURS"}', "there is no model '?[2J'"),
        ("name-of-40-kb", '{"' + "d" * 40_000 + '":"OURS"}', "at most 100"), ("value-of-1-mb", '{"resnet18":"' + "d" * 1_000_000 + '"}', "at most 100"),
    ]:
        yield "defaults-" + name, registry(one, defaults=value), cause


def encodings():
    data = VALID.encode()
    for name, bad in [("bare", b"\xff"), ("overlong", b"\xc0\x80"), ("surrogate", b"\xed\xa0\x80"), ("cut", b"\xe2\x82")]:
        yield "not-utf-8-" + name, data.replace(b"none", bad), "is UTF-8 text"
    yield "utf-16", VALID.encode("utf-16-le"), "JSON|UTF-8"
    yield "empty", b"", "is not one JSON object"
    yield "zeros", bytes(1000), "is not valid JSON"
    yield "of-1-gib-in-a-sparse-file", b"{", "more than a registry can have", 1 << 30


def files():
    yield "registry/valid.json", VALID.encode(), None
    for kind in (lambda: broken(VALID), names, addresses, figures, entries, defaults):
        for name, text, cause in kind():
            yield f"registry/{name}.json", text.encode("utf-8", "surrogatepass"), cause
    for name, data, cause, *length in encodings():
        yield f"registry/{name}.json", data, cause, *length
