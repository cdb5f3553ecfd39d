package io.flowork.lsp.complete;

import java.util.List;

/** Proposes the words of jq, with what each needs. */
final class Words {
    private Words() {}

    /** The words and values that a term can begin with. */
    static void terms(ExpressionCompletions into) {
        into.word("if", "if ‹condition› then ‹.› else ‹.› end", "one thing or another");
        into.word("try", "try ‹.› catch ‹.›", "something else when it fails");
        into.word("reduce", "reduce ‹.[]› as $‹item› (‹0›; ‹. + $item›)", "one value from many");
        into.word("foreach", "foreach ‹.[]› as $‹item› (‹0›; ‹. + $item›; ‹.›)", "a value for each, with a state");
        into.word("def", "def ‹name›: ‹.›; ‹›", "a function of this expression");
        into.word("label", "label $‹out› | ‹›", "a place that break leaves");
        into.word("true", "true", "");
        into.word("false", "false", "");
        into.word("null", "null", "");
    }

    /**
     * What can go on after a value.
     *
     * @param open the words that wait for another one, outermost first
     */
    static void after(ExpressionCompletions into, List<String> open) {
        switch (open.isEmpty() ? "" : open.getLast()) {
            case "if", "elif" -> into.word("then", "then ‹›", "what it gives if that holds");
            case "then" -> {
                into.word("else", "else ‹› end", "what it gives otherwise");
                into.word("elif", "elif ‹› then ‹›", "another condition");
                into.word("end", "end", "");
            }
            case "else" -> into.word("end", "end", "");
            case "try" -> into.word("catch", "catch ‹.›", "what it gives when that fails");
            default -> {}
        }
        boolean loop = !open.isEmpty() && List.of("reduce", "foreach").contains(open.getLast());
        into.word(
                "as",
                loop ? "as $‹item› (‹0›; ‹.›)" : "as $‹name› | ‹›",
                loop ? "a name for each, the start and what is done" : "a name for the value");
        into.word("and", "and ‹›", "");
        into.word("or", "or ‹›", "");
        into.word("//", "// ‹›", "something else for null and false");
        into.word("|", "| ‹›", "what is done with the value");
    }
}
