package io.flowork.grammar.jq;

/** The catalogue's entries about values and their types; {@link JqFunctionReader} says how they are written. */
final class BasicFunctions {
    static final String TEXT = """
            not : any -> boolean
              True for false and null, false for everything else.
              null => not => true
            type : any -> "null"|"boolean"|"number"|"string"|"array"|"object"
              The name of the input's type.
              [1] => type => "array"
            length : null|number|string|array|object -> number
              How many characters, elements or members; 0 for null, the absolute value of a number.
              "größe" => length => 5
            utf8bytelength : string -> number
              How many bytes a text takes in UTF-8.
              "ö" => utf8bytelength => 2
            tostring : any -> text
              A text as it is, any other value as JSON text.
              [1,"a"] => tostring => "[1,\\"a\\"]"
            tonumber : number|string -> number
              The number that a text spells; a number as it is.
              "12.5" => tonumber => 12.5
            toboolean : boolean|string -> boolean
              The boolean that the text "true" or "false" spells; a boolean as it is.
              "true" => toboolean => true
            tojson : any -> text
              The value as JSON text.
              {"a":[1,2]} => tojson => "{\\"a\\":[1,2]}"
            fromjson : string -> any
              The value that a JSON text stands for.
              "[1,{\\"a\\":2}]" => fromjson => [1,{"a":2}]
            toarray : any -> *
              An array as it is, any other value as the only element of an array.
              7 => toarray => [7]
            abs : number|string|array|object -> same
              The absolute value of a number.
              -3 => abs => 3
            infinite : any -> number
              Positive infinity; written as JSON it becomes the largest number.
              null => infinite > 1000 => true
            nan : any -> number
              The number that is no number; it is less than every other number, itself included.
              null => nan < nan => true
            isinfinite : any -> boolean
              Whether a number is infinite.
              1 => isinfinite => false
            isnan : any -> boolean
              Whether a number is nan.
              null => nan | isnan => true
            isnormal : any -> boolean
              Whether a number is neither zero, subnormal, infinite nor nan.
              0 => isnormal => false
            isfinite : any -> boolean
              Whether the input is a number that is not infinite.
              5 => isfinite => true
            have_literal_numbers : any -> boolean
              Whether integers keep all their digits; always true here.
              null => have_literal_numbers => true
            have_decnum : any -> boolean
              Whether numbers beyond a double's precision keep their digits; true here, of integers.
              null => have_decnum => true
            builtins : any -> [string]
              The names of all functions with their number of parameters.
              null => builtins | any(. == "map/1") => true
            format($name: string) : any -> text
              The input written in a format, as @name does.
              "a&b" => format("html") => "a&amp;b"
            empty : any ->* never
              No output at all.
              [1,2] => [.[], empty] => [1,2]
            error : any -> never
              Fails with the input as the error.
              "no" => try error catch . => "no"
            error(message) : any -> never
              Fails with an error of one's own.
              null => try error("no") catch . => "no"
            values : any ->? *
              The input, unless it is null.
              [1,null,2] => map(values) => [1,2]
            nulls : any ->? *
              The input, if it is null.
              [1,null] => map(nulls) => [null]
            booleans : any ->? *
              The input, if it is a boolean.
              [1,true] => map(booleans) => [true]
            numbers : any ->? *
              The input, if it is a number.
              [1,"a"] => map(numbers) => [1]
            strings : any ->? *
              The input, if it is a string.
              [1,"a"] => map(strings) => ["a"]
            arrays : any ->? *
              The input, if it is an array.
              [1,[2]] => map(arrays) => [[2]]
            objects : any ->? *
              The input, if it is an object.
              [1,{"a":2}] => map(objects) => [{"a":2}]
            iterables : any ->? *
              The input, if it is an array or an object.
              [1,[2],{}] => map(iterables) => [[2],{}]
            scalars : any ->? *
              The input, if it is neither an array nor an object.
              [1,[2],"a"] => map(scalars) => [1,"a"]
            normals : any ->? number
              The input, if it is a normal number.
              [0,1] => map(normals) => [1]
            finites : any ->? *
              The input, if it is a number that is not infinite.
              [1,null] => map(finites) => [1]
            select(condition) : any ->* *
              The input for every output of the condition that is true.
              [1,5,3] => map(select(. >= 3)) => [5,3]
            isempty(outputs) : any -> boolean
              Whether a filter gives no output.
              [] => isempty(.[]) => true
            negate : internal
              What a minus sign before a term does.
            """;

    private BasicFunctions() {}
}
