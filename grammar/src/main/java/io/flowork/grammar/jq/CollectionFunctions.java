package io.flowork.grammar.jq;

/** The catalogue's entries about arrays and objects; {@link JqFunctionReader} says how they are written. */
final class CollectionFunctions {
    static final String TEXT = """
            keys : array|object -> *
              An object's keys in order, or an array's indices.
              {"b":1,"a":2} => keys => ["a","b"]
            keys_unsorted : array|object -> *
              An object's keys as they stand, or an array's indices.
              {"b":1,"a":2} => keys_unsorted => ["b","a"]
            has($key) : array|object|null -> boolean
              Whether an object has a key, or an array an index.
              {"a":null} => has("a") => true
            in($container: array|object|null) : any -> boolean
              Whether an object has the input as a key, or an array as an index.
              "a" => in({"a":1}) => true
            contains($part) : any -> boolean
              Whether a text has another inside, or an object or array has all that another has.
              {"a":"foobar","b":1} => contains({a: "bar"}) => true
            inside($whole) : any -> boolean
              Whether another value contains the input.
              "bar" => inside("foobar") => true
            map(f) : array|object -> *
              An array of what a filter gives for every element or member value.
              [1,2] => map(. * 10) => [10,20]
            map_values(f) : array|object -> *
              The input with every element or member value replaced by the filter's first output for it, or without it.
              {"a":1,"b":2} => map_values(. + 1) => {"a":2,"b":3}
            to_entries : object|array -> *
              An array of an object with key and value for each member or element.
              {"a":1} => to_entries => [{"key":"a","value":1}]
            from_entries : array|object -> *
              The object that a list of keys and values describes.
              [{"key":"a","value":1}] => from_entries => {"a":1}
            with_entries(f) : object|array -> *
              The object after a filter has changed each of its entries of key and value.
              {"a":1} => with_entries(.key |= "x-" + .) => {"x-a":1}
            add : array|object -> *
              All elements added up; null for none.
              [1,2,3] => add => 6
            add(f) : any -> *
              All outputs of a filter added up; null for none.
              [{"n":1},{"n":2}] => add(.[].n) => 3
            any : array|object -> boolean
              Whether any element is true.
              [false,true] => any => true
            any(condition) : array|object -> boolean
              Whether a condition is true of any element.
              [1,5] => any(. > 3) => true
            any(outputs; condition) : any -> boolean
              Whether a condition is true of any output of a filter.
              [1,5] => any(.[]; . > 3) => true
            all : array|object -> boolean
              Whether all elements are true.
              [true,false] => all => false
            all(condition) : array|object -> boolean
              Whether a condition is true of all elements.
              [1,5] => all(. > 0) => true
            all(outputs; condition) : any -> boolean
              Whether a condition is true of all outputs of a filter.
              [1,5] => all(.[]; . > 3) => false
            range($upto: number) : any ->* number
              The numbers from 0 up to, but not including, another.
              null => [range(3)] => [0,1,2]
            range($from: number; $upto: number) : any ->* number
              The numbers from one up to, but not including, another.
              null => [range(2; 4)] => [2,3]
            range($from; $upto; $by) : any ->* any
              The numbers from one towards another in steps.
              null => [range(0; 10; 4)] => [0,4,8]
            first : null|array -> *
              The first element; null when there is none.
              [1,2] => first => 1
            first(outputs) : any ->? *
              The first output of a filter; it is not evaluated further.
              null => first(range(5; 10)) => 5
            last : null|array -> *
              The last element; null when there is none.
              [1,2] => last => 2
            last(outputs) : any ->? *
              The last output of a filter.
              null => last(range(5; 10)) => 9
            nth($index) : any -> *
              The element at an index.
              [5,6,7] => nth(1) => 6
            nth($index; outputs) : any ->? *
              The output of a filter that has this many before it.
              null => nth(2; range(5; 10)) => 7
            limit($count; outputs) : any ->* *
              The first so many outputs of a filter.
              null => [limit(2; range(10))] => [0,1]
            skip($count; outputs) : any ->* *
              The outputs of a filter after the first so many.
              null => [skip(2; range(4))] => [2,3]
            until(done; next) : any ->* any
              Applies a filter again and again until a condition holds.
              1 => until(. > 100; . * 2) => 128
            while(condition; next) : any ->* any
              Every value while a condition holds, each computed from the one before.
              1 => [while(. < 10; . * 3)] => [1,3,9]
            repeat(f) : any ->* any
              What a filter gives for the input, again and again without an end.
              1 => [limit(3; repeat(. * 2))] => [2,2,2]
            recurse : any ->* any
              The input and every value inside of it.
              [[1]] => [recurse] => [[[1]],[1],1]
            recurse(next) : any ->* any
              The input, and all that a filter gives again and again.
              2 => [recurse(if . < 20 then . * . else empty end)] => [2,4,16,256]
            recurse(next; condition) : any ->* any
              Like recurse(next), as long as a condition holds.
              2 => [recurse(. * .; . < 20)] => [2,4,16]
            walk(f) : any ->* any
              The value after a filter has been applied to every value inside of it, from the inside out.
              [1,[2]] => walk(if type == "number" then . + 1 else . end) => [2,[3]]
            flatten : array|object -> array
              An array without arrays inside, their elements in their place.
              [1,[2,[3]]] => flatten => [1,2,3]
            flatten($levels: number) : array|object -> array
              An array with so many levels of arrays removed.
              [1,[2,[3]]] => flatten(1) => [1,2,[3]]
            reverse : null|string|array -> *
              The elements, or the characters, from the last to the first.
              [1,2,3] => reverse => [3,2,1]
            sort : array -> *
              The elements in order: null, false, true, numbers, strings, arrays, objects.
              [3,"a",1] => sort => [1,3,"a"]
            sort_by(key) : array -> *
              The elements in the order of what a filter gives for them.
              [{"n":2},{"n":1}] => sort_by(.n) => [{"n":1},{"n":2}]
            group_by(key) : array -> *
              Arrays of the elements that are alike in what a filter gives for them, in order.
              [{"n":2},{"n":1}] => group_by(.n) => [[{"n":1}],[{"n":2}]]
            unique : array -> *
              The elements in order, each once.
              [2,1,2] => unique => [1,2]
            unique_by(key) : array -> *
              One element for each value that a filter gives for them, in order.
              [{"n":1,"a":1},{"n":1,"a":2}] => unique_by(.n) => [{"n":1,"a":1}]
            min : array -> *
              The least element; null for none.
              [3,1] => min => 1
            max : array -> *
              The greatest element; null for none.
              [3,1] => max => 3
            min_by(key) : array -> *
              The element for which a filter gives the least value.
              [{"n":2},{"n":1}] => min_by(.n) => {"n":1}
            max_by(key) : array -> *
              The element for which a filter gives the greatest value.
              [{"n":2},{"n":1}] => max_by(.n) => {"n":2}
            transpose : array|object -> [array]
              Rows made columns; short rows are filled with null.
              [[1],[2,3]] => transpose => [[1,2],[null,3]]
            bsearch($target) : array -> number
              The index of a value in an ordered array; where it would have to stand, minus one and negated, when it is not there.
              [1,3,5] => bsearch(3), bsearch(4) => 1 -3
            indices($part) : null|string|array|object -> any
              Where a part occurs in a text, or an element in an array.
              "a,b,c" => indices(",") => [1,3]
            index($part) : null|string|array|object -> any
              Where a part occurs first; null when it does not.
              "a,b,c" => index(",") => 1
            rindex($part) : null|string|array|object -> any
              Where a part occurs last; null when it does not.
              "a,b,c" => rindex(",") => 3
            combinations : any ->* any
              Every way to take one element of each array.
              [[1,2],[3]] => [combinations] => [[1,3],[2,3]]
            combinations(n) : any ->* any
              Every way to take n elements of an array, with repetition.
              [0,1] => [combinations(2)] => [[0,0],[0,1],[1,0],[1,1]]
            INDEX(key) : any -> object
              An object of the elements, each under what a filter gives for it.
              [{"id":7}] => INDEX(.id) => {"7":{"id":7}}
            INDEX(rows; key) : any -> object
              An object of the outputs of a filter, each under its key.
              {"list":[{"id":7}]} => INDEX(.list[]; .id) => {"7":{"id":7}}
            JOIN($index; key) : any -> [array]
              Each element with its counterpart in an index.
              [["a",1]] => JOIN({"a":"x"}; .[0]) => [[["a",1],"x"]]
            JOIN($index; rows; key) : any ->* array
              Each output of a filter with its counterpart in an index.
              [["a",1]] => JOIN({"a":"x"}; .[]; .[0]) => [["a",1],"x"]
            JOIN($index; rows; key; joined) : any ->* any
              What a filter makes of each row with its counterpart in an index.
              [["a",1]] => JOIN({"a":"x"}; .[]; .[0]; .[1]) => "x"
            IN(values) : any -> boolean
              Whether the input is among the outputs of a filter.
              2 => IN(1, 2) => true
            IN(source; values) : any -> boolean
              Whether any output of one filter is among those of another.
              [1,2] => IN(.[]; 2, 3) => true
            _sort_by_impl($keys) : internal
              Sorts by keys computed before.
            _group_by_impl($keys) : internal
              Groups by keys computed before.
            _unique_by_impl($keys) : internal
              Removes what has the same key, computed before.
            _min_by_impl($keys) : internal
              The least by keys computed before.
            _max_by_impl($keys) : internal
              The greatest by keys computed before.
            """;

    private CollectionFunctions() {}
}
