"""Hostile descriptions of models, as they stand in a safetensors file's metadata: name, the text, what the refusal says."""

import json

from jsons import MEBI, NUMBER, broken, numbers, one_hash, raw, texts

PREPARATION = {"resize": 32, "crop": 32, "interpolation": "bilinear", "mean": [0.5, 0.5, 0.5], "std": [0.25, 0.25, 0.25]}
FIELDS = {"format": 1, "model": "tiny", "options": {}, "classes": ["cat", "dog"], "preprocessing": PREPARATION}
VALID = json.dumps(FIELDS)
STATISTICS = "3 finite means and 3 positive deviations"


def fields():
    for name, value, cause in texts():
        yield "model-" + name, raw(FIELDS, model=value), cause
    for name, value in [("empty", ""), ("unknown", "resnet51"), ("path", "../../tiny"), ("capitals", "TINY"), ("zero", "ti\0ny"), ("terminal", "\x1b[2J"), ("half", "\ud800")]:
        yield "model-named-" + name, raw(FIELDS, model=json.dumps(value)), "there is no model"
    yield "model-of-100-letters", raw(FIELDS, model='"' + "a" * 100 + '"'), "there is no model"
    for name, value, cause in numbers():
        yield "format-" + name, raw(FIELDS, format=value), cause
    yield "options-null", raw(FIELDS, options="null"), "should be an object"
    yield "recipe-and-figures", VALID[:-1] + ',"recipe":{"a":[1,null]},"figures":null}', None
    for name in FIELDS:
        rest = {field: value for field, value in FIELDS.items() if field != name}
        yield "without-" + name, json.dumps(rest), "got nothing"


def options():
    """Of a network: what it is made of, and how much memory that takes before a single weight is read."""

    def described(text, model="tiny"):
        return raw(FIELDS, model=json.dumps(model), options=text)

    def stage(**values):
        return raw({"planes": 8, "blocks": 1, "stride": 1, "dilated": False}, **values)

    def branch(text):
        return '{"block":{"kind":"plain","branch":' + text + "}}"

    yield "options-unknown", described('{"depth":2}'), "has no field 'depth'"
    yield "options-that-do-not-fit", described('{"groups":2}'), "supports only groups=1"
    yield "options-of-no-model", described('{"groups":2}', "mine"), "got nothing"
    yield "options-twice", described('{"channels":3,"channels":3}'), "Duplicate field"
    yield "options-usual", described('{"head":{"kind":"mlp","dropout":0.3,"hidden":512,"hidden-dropout":0.2}}'), None
    for name, value, cause in numbers():
        yield "channels-" + name, described('{"channels":' + value + "}"), cause
    for name, value, cause in texts():
        yield "kind-" + name, described('{"stem":{"kind":' + value + ',"width":8}}'), cause
    for name, value in [("class", "io.resnet4j.model.Basic"), ("capitals", "CIFAR"), ("empty", ""), ("terminal", "\x1b[2J")]:
        yield "kind-named-" + name, described('{"stem":{"kind":' + json.dumps(value) + ',"width":8}}'), "there is no stem"
    for name, value in [("dotted", "fc.1"), ("empty", ""), ("terminal", "\x1b[2J"), ("path", "../fc"), ("zero", "f\0c")]:
        yield "head-named-" + name, described('{"head-name":' + json.dumps(value) + "}"), "letters, digits and underscores"
    yield "head-named-as-a-node", described('{"head-name":"conv1"}'), "two nodes are called conv1"
    yield "width-of-2-to-31-less-1", described('{"stem":{"kind":"cifar","width":2147483647}}'), None
    yield "planes-of-2-to-31-less-1", described('{"stages":[' + stage(planes="2147483647") + "]}"), None
    yield "hidden-minus", described('{"head":{"kind":"mlp","dropout":0,"hidden":-1,"hidden-dropout":0}}'), "at least 1, got -1"
    yield "stages-empty", described('{"stages":[]}'), "at least one stage"
    yield "stages-null", described('{"stages":[null]}'), "should be an object"
    yield "stages-of-5001-blocks", described('{"stages":[' + stage(blocks="5001") + "]}"), "at most 5000 are read"
    yield "stages-of-2-to-31-less-1-blocks", described('{"stages":[' + ",".join([stage(blocks="2147483647")] * 9) + "]}"), "at most 5000 are read"
    yield "stages-19000", described('{"stages":[' + ",".join([stage()] * 19_000) + "]}"), "at most 5000 are read"
    yield "stages-minus", described('{"stages":[' + stage(blocks="-1") + "]}"), "at least 1, got -1"
    yield "stages-dilated-much", described('{"stages":[' + ",".join([stage(stride="65536", dilated="true")] * 9) + "]}"), "supports no dilation"
    squeeze, basic = '{"kind":"squeeze-excitation","reduction":1,"bias":true,"branch":', '{"kind":"basic"}'
    yield "branch-within-branch", described(branch(squeeze + basic + "}")), None
    yield "branch-within-two", described(branch(squeeze * 2 + basic + "}" * 2)), "there is no branch 'squeeze-excitation'"
    yield "branch-within-900", described(branch(squeeze * 900 + basic + "}" * 900)), "there is no branch 'squeeze-excitation'"
    yield "branch-within-10000", described(branch(squeeze * 10_000)), "is not valid JSON"
    yield "branch-null", described(branch("null")), "should be an object"


def classes():
    for name, value, cause in [
        ("null", "null", "should be an array"), ("text", '"imagenet1k"', "should be an array"), ("object", "{}", "should be an array"),
        ("empty", "[]", "must be at least 1, got 0"), ("numbers", "[1,2]", "should be texts"), ("nulls", "[null]", "should be texts"), ("nested", '[["a"]]', "should be texts"),
        ("terminal", '["\\u001b[2J","\\u202eabc"]', None), ("half-surrogates", '["\\ud800","\\udc00\\ud800"]', None), ("zero", '["\\u0000"]', None),
        ("twice", '["a","a"]', None), ("empty-name", '[""]', None), ("name-of-1-mib", '["' + "n" * (MEBI - 2000) + '"]', None),
        ("300000", "[" + '"",' * 300_000 + '""]', None), ("of-one-hash", json.dumps(one_hash(14)), None), ("too-long", "[" + '"",' * 400_000 + '""]', "at most 1048576 are read"),
    ]:
        yield "classes-" + name, raw(FIELDS, classes=value), cause


def preparations():
    def described(**values):
        return raw(FIELDS, preprocessing=raw(PREPARATION, **values))

    for name, value, cause in [("null", "null", "should be an object"), ("array", "[]", "should be an object"), ("empty", "{}", "got nothing")]:
        yield "preprocessing-" + name, raw(FIELDS, preprocessing=value), cause
    for field in ("resize", "crop"):
        for name, value, cause in numbers():
            yield f"{field}-{name}", described(**{field: value}), cause
        for name, value in [("0", "0"), ("minus", "-1"), ("minus-zero", "-0.0")]:
            yield f"{field}-{name}", described(**{field: value}), "resize is at least 1 and crop between"
        for name, value in [("real", "1.5"), ("2-to-31", "2147483648"), ("2-to-64", "18446744073709551616"), ("tiny", "1e-400")]:
            yield f"{field}-{name}", described(**{field: value}), "should be an integer" if name != "tiny" else "resize is at least 1"
    yield "crop-2-to-30", described(crop="1073741824"), "crop between"
    yield "resize-2-to-31-less-1", described(resize="2147483647"), None
    for name, value, cause in texts():
        yield "interpolation-" + name, described(interpolation=value), cause
    yield "interpolation-unknown", described(interpolation='"mitchell"'), "there is no interpolation"
    for field in ("mean", "std"):
        for name, value, cause in [
            ("null", "null", "should be an array"), ("number", "1", "should be an array"), ("empty", "[]", "an array of 3 numbers"), ("two", "[1,1]", "an array of 3 numbers"),
            ("many", "[" + "1," * 300_000 + "1]", "an array of 3 numbers"), ("texts", '["1","1","1"]', NUMBER), ("nulls", "[null,null,null]", NUMBER),
            ("1e999", "[1e999,1,1]", "beyond 64 bits"), ("beyond-a-float", "[1e39,1,1]", STATISTICS), ("nan", "[NaN,1,1]", "is not valid JSON"), ("nested", "[[1],1,1]", NUMBER),
        ]:
            yield f"{field}-{name}", described(**{field: value}), cause
    for name, value in [("zero", "[0,1,1]"), ("minus", "[-1,1,1]"), ("below-a-float", "[1e-60,1,1]")]:
        yield "std-" + name, described(std=value), STATISTICS
    yield "preprocessing-unknown-field", described()[:-2] + ',"antialias":true}}', "has no field 'antialias'"
    yield "preprocessing-twice", described()[:-2] + ',"crop":1}}', "Duplicate field"


def files():
    yield "description/valid.json", VALID.encode(), None
    for kind in (lambda: broken(VALID), fields, options, classes, preparations):
        for name, text, cause in kind():
            yield f"description/{name}.json", text.encode("utf-8", "surrogatepass"), cause
