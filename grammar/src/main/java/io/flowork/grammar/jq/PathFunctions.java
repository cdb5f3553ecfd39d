package io.flowork.grammar.jq;

/** The catalogue's entries about paths; {@link JqFunctionReader} says how they are written. */
final class PathFunctions {
    static final String TEXT = """
            path(f) : any ->* array
              Where a filter looks: the keys that lead to each of its outputs.
              {"a":[5]} => path(.a[0]) => ["a",0]
            paths : any ->* array
              The keys that lead to every value inside of the input.
              {"a":[5]} => [paths] => [["a"],["a",0]]
            paths(condition) : any ->* array
              The keys that lead to every value inside of the input of which a condition is true.
              {"a":[5]} => [paths(type == "number")] => [["a",0]]
            leaf_paths : any ->* array
              The keys that lead to every value that is neither an array nor an object.
              {"a":[5]} => [leaf_paths] => [["a",0]]
            getpath($path: array) : any -> *
              The value to which keys lead; null when there is none.
              {"a":[5]} => getpath(["a", 0]) => 5
            setpath($path: array; $value) : any -> any
              The input with another value where keys lead to.
              {"a":1} => setpath(["b", "c"]; 2) => {"a":1,"b":{"c":2}}
            delpaths($paths: array) : any -> any
              The input without the values that lists of keys lead to.
              {"a":1,"b":2} => delpaths([["a"]]) => {"b":2}
            del(f) : any -> *
              The input without what a filter looks at.
              {"a":1,"b":2} => del(.a) => {"b":2}
            pick(f) : any ->* any
              The input with only what a filter looks at.
              {"a":1,"b":{"c":2,"d":3}} => pick(.b.c) => {"b":{"c":2}}
            tostream : any ->* array
              The value as events: paths with their values, and where arrays and objects end.
              {"a":1} => [tostream] => [[["a"],1],[["a"]]]
            fromstream(events) : any ->* any
              The values that events describe.
              {"a":1} => fromstream(tostream) => {"a":1}
            truncate_stream(events) : any ->* any
              Events with as many keys cut off the start of their paths as the input says.
              1 => [truncate_stream([["a",0],1], [["a",0]])] => [[[0],1],[[0]]]
            """;

    private PathFunctions() {}
}
