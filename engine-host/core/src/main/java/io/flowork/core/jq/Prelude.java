package io.flowork.core.jq;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Builtins written in jq, each parsed and compiled when it is first used. */
final class Prelude {
    /** Definitions by name and number of parameters. */
    static final Map<String, String> TEXTS = new HashMap<>();

    static {
        define("recurse/0", "def recurse: def r: ., (.[]? | r); r;");
        define("recurse/1", "def recurse(f): def r: ., (f | r); r;");
        define("recurse/2", "def recurse(f; keep): def r: ., (f | select(keep) | r); r;");
        define("while/2", "def while(ok; next): def w: if ok then ., (next | w) else empty end; w;");
        define("until/2", "def until(done; next): def u: if done then . else next | u end; u;");
        define("repeat/1", "def repeat(f): def r: f, r; r;");
        define(
                "range/3",
                "def range($from; $to; $by): if $by > 0 then $from | while(. < $to; . + $by)"
                        + " elif $by < 0 then $from | while(. > $to; . + $by) else empty end;");
        define("paths/0", "def paths: path(..) | select(length > 0);");
        define("paths/1", "def paths(keep): path(.. | select(keep)) | select(length > 0);");
        define("leaf_paths/0", "def leaf_paths: paths(scalars);");
        define("arrays/0", "def arrays: select(type == \"array\");");
        define("objects/0", "def objects: select(type == \"object\");");
        define("iterables/0", "def iterables: select(type | . == \"array\" or . == \"object\");");
        define("booleans/0", "def booleans: select(type == \"boolean\");");
        define("numbers/0", "def numbers: select(type == \"number\");");
        define("strings/0", "def strings: select(type == \"string\");");
        define("normals/0", "def normals: select(isnormal);");
        define("finites/0", "def finites: select(isfinite);");
        define("scalars/0", "def scalars: select(type | . != \"array\" and . != \"object\");");
        define(
                "combinations/0",
                "def combinations: if length == 0 then [] else .[0][] as $first"
                        + " | (.[1:] | combinations) as $rest | [$first] + $rest end;");
        define("combinations/1", "def combinations(n): . as $set | [range(n) | $set] | combinations;");
        define(
                "walk/1",
                "def walk(f): def w: if type == \"object\" then map_values(w)"
                        + " elif type == \"array\" then map(w) else . end | f; w;");
        define("pick/1", "def pick(f): . as $all | reduce path(f) as $p (null; setpath($p; $all | getpath($p)));");
        define(
                "tostream/0",
                "def tostream: path(def r: (.[]? | r), .; r) as $p | getpath($p)"
                        + " | reduce path(.[]?) as $q ([$p, .]; [$p + $q]);");
        define(
                "fromstream/1",
                "def fromstream(events): {value: null, done: false} as $start"
                        + " | foreach events as $e ($start; if .done then $start else . end"
                        + " | if $e | length == 2 then setpath([\"done\"]; $e[0] | length == 0)"
                        + " | setpath([\"value\"] + $e[0]; $e[1])"
                        + " else setpath([\"done\"]; $e[0] | length == 1) end; if .done then .value else empty end);");
        define(
                "truncate_stream/1",
                "def truncate_stream(events): . as $n | null | events | . as $e"
                        + " | if (.[0] | length) > $n then setpath([0]; $e[0][$n:]) else empty end;");
        define("INDEX/2", "def INDEX(rows; key): reduce rows as $row ({}; .[$row | key | tostring] = $row);");
        define("INDEX/1", "def INDEX(key): INDEX(.[]; key);");
        define("JOIN/2", "def JOIN($index; key): [.[] | [., $index[key]]];");
        define("JOIN/3", "def JOIN($index; rows; key): rows | [., $index[key]];");
        define("JOIN/4", "def JOIN($index; rows; key; joined): rows | [., $index[key]] | joined;");
        define("IN/1", "def IN(values): any(values == .; .);");
        define("IN/2", "def IN(source; values): any(source == values; .);");
        regularExpressions();
        dates();
    }

    /** Those that take a pattern alone, or an array of a pattern and flags, and those that take both. */
    private static void regularExpressions() {
        for (String name : List.of("test", "match", "capture")) {
            define(
                    name + "/1",
                    "def " + name + "($val): if $val | type == \"string\" then " + name + "($val; null)"
                            + " elif ($val | type == \"array\") and $val != [] then " + name + "($val[0]; $val[1])"
                            + " else $val | error(type + \" not a string or array\") end;");
        }
        define("test/2", "def test(re; flags): _test(re; flags);");
        define("match/2", "def match(re; flags): _match(re; flags) | .[];");
        define(
                "capture/2",
                "def capture(re; flags): match(re; flags)"
                        + " | reduce (.captures[] | select(.name != null)) as $c ({}; .[$c.name] = $c.string);");
        define("scan/1", "def scan($re): _scan($re; \"g\")[];");
        define("scan/2", "def scan($re; $flags): _scan($re; \"g\" + $flags)[];");
        define("split/2", "def split($re; $flags): _split($re; $flags + \"g\");");
        define("splits/1", "def splits($re): _split($re; \"g\")[];");
        define("splits/2", "def splits($re; $flags): _split($re; $flags + \"g\")[];");
        define(
                "sub/3",
                "def sub($re; by; $flags): . as $in | _edits($re; $flags) as $edits"
                        + " | [$edits[0][] | [.[0], [.[1] | by]]] | _assemble($edits[1])"
                        + " | if . == [] then $in else .[] end;");
        define("sub/2", "def sub($re; by): sub($re; by; null);");
        define("gsub/2", "def gsub($re; by): sub($re; by; \"g\");");
        define("gsub/3", "def gsub($re; by; flags): sub($re; by; flags + \"g\");");
    }

    private static void dates() {
        for (String name : List.of("fromdateiso8601", "fromdate")) {
            define(name + "/0", "def " + name + ": strptime(\"%Y-%m-%dT%H:%M:%SZ\") | mktime;");
        }
        for (String name : List.of("todateiso8601", "todate", "date", "dateiso8601")) {
            define(name + "/0", "def " + name + ": strftime(\"%Y-%m-%dT%H:%M:%SZ\");");
        }
        define("dateadd/2", "def dateadd(unit; n): . + n;");
        define("datesub/2", "def datesub(unit; n): . - n;");
    }

    private Prelude() {}

    private static void define(String name, String text) {
        TEXTS.put(name, text);
    }
}
