package io.flowork.grammar.jq;

/** The catalogue's entries about texts; {@link JqFunctionReader} says how they are written. */
final class TextFunctions {
    static final String TEXT = """
            split($separator: string) : string -> [string]
              The parts of a text between separators.
              "a, b" => split(", ") => ["a","b"]
            split($regex: string; $flags: string|null) : string -> [string]
              The parts of a text between matches of a regular expression.
              "a1b22c" => split("[0-9]+"; null) => ["a","b","c"]
            join($separator) : array|object -> text
              Texts, numbers, booleans and nulls as one text with a separator between them.
              ["a",1,null] => join("-") => "a-1-"
            ascii_downcase : string -> string
              The text with the letters A to Z made small.
              "ABC É" => ascii_downcase => "abc É"
            ascii_upcase : string -> string
              The text with the letters a to z made capital.
              "abc é" => ascii_upcase => "ABC é"
            explode : string -> [number]
              The code points of a text.
              "ab" => explode => [97,98]
            implode : array -> string
              The text that code points make.
              [97,98] => implode => "ab"
            ascii : number -> string
              The character of a code point.
              65 => ascii => "A"
            trim : string -> string
              The text without blanks at its start and end.
              "  a b " => trim => "a b"
            ltrim : string -> string
              The text without blanks at its start.
              " a " => ltrim => "a "
            rtrim : string -> string
              The text without blanks at its end.
              " a " => rtrim => " a"
            startswith($prefix: string) : string -> boolean
              Whether a text starts with another.
              "foobar" => startswith("foo") => true
            endswith($suffix: string) : string -> boolean
              Whether a text ends with another.
              "foobar" => endswith("bar") => true
            ltrimstr($prefix) : any -> any
              The text without a prefix, if it has it.
              "foobar" => ltrimstr("foo") => "bar"
            rtrimstr($suffix) : any -> any
              The text without a suffix, if it has it.
              "foobar" => rtrimstr("bar") => "foo"
            trimstr($part) : any -> any
              The text without a prefix and a suffix, where it has them.
              "-a-" => trimstr("-") => "a"
            test($regex: string|array) : string -> boolean
              Whether a text has a match of a regular expression.
              "foobar" => test("^fo+") => true
            test($regex: string; $flags: string|null) : string -> boolean
              Whether a text has a match of a regular expression, with flags such as "i" for any letter case.
              "FOO" => test("foo"; "i") => true
            match($regex: string|array) : string ->* object
              A description of every match of a regular expression: offset, length, string and captures.
              "foo" => match("o+") | .offset, .string => 1 "oo"
            match($regex: string; $flags: string|null) : string ->* object
              A description of every match of a regular expression, with flags such as "g" for all.
              "aa" => [match("a"; "g").offset] => [0,1]
            capture($regex: string|array) : string ->* object
              An object of the named groups of every match.
              "key=7" => capture("(?<name>[a-z]+)=(?<value>[0-9]+)") => {"name":"key","value":"7"}
            capture($regex: string; $flags: string|null) : string ->* object
              An object of the named groups of every match, with flags.
              "A1" => capture("(?<letter>[a-z])"; "i") => {"letter":"A"}
            scan($regex: string|array) : string ->* string|array
              The text of every match, or its groups if it has some.
              "a1b22" => [scan("[0-9]+")] => ["1","22"]
            scan($regex: string; $flags: string|null) : string ->* string|array
              The text of every match, or its groups if it has some, with flags.
              "aA" => [scan("a"; "i")] => ["a","A"]
            splits($regex: string) : string ->* string
              The parts of a text between matches of a regular expression, one after the other.
              "a1b" => [splits("[0-9]")] => ["a","b"]
            splits($regex: string; $flags: string|null) : string ->* string
              The parts of a text between matches of a regular expression, one after the other, with flags.
              "aXb" => [splits("x"; "i")] => ["a","b"]
            sub($regex; replacement) : string ->* string
              The text with the first match replaced; the groups are the input of the replacement.
              "foo bar" => sub("(?<first>[a-z]+)"; "<\\(.first)>") => "<foo> bar"
            sub($regex; replacement; $flags) : string ->* string
              The text with the first match, or with the flag "g" all, replaced.
              "aa" => sub("a"; "b"; "g") => "bb"
            gsub($regex; replacement) : string ->* string
              The text with all matches replaced; the groups are the input of the replacement.
              "a1b2" => gsub("[0-9]"; "#") => "a#b#"
            gsub($regex; replacement; $flags) : string ->* string
              The text with all matches replaced, with flags.
              "aA" => gsub("a"; "b"; "i") => "bb"
            _test($regex; $flags) : internal
              Whether a text has a match.
            _match($regex; $flags) : internal
              The descriptions of all matches.
            _scan($regex; $flags) : internal
              The texts of all matches.
            _split($regex; $flags) : internal
              The parts of a text between all matches.
            _edits($regex; $flags) : internal
              The texts before all matches with their groups, and the text after the last.
            _assemble($tail) : internal
              The texts made of those between matches and what replaces the matches.
            _strindices($part) : internal
              Where a text occurs in another.
            """;

    private TextFunctions() {}
}
