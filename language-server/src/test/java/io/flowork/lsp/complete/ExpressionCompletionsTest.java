package io.flowork.lsp.complete;

import static java.util.stream.Collectors.joining;

import io.flowork.lsp.testing.Cases;
import io.flowork.lsp.testing.MarkedText;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;

/** What can be written in expressions. Of functions and words only those are shown that begin like the word at the cursor. */
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ExpressionCompletionsTest {
    @TestFactory
    Stream<DynamicTest> proposals() {
        return Cases.of("completion-expressions", ExpressionCompletionsTest::shown);
    }

    private static String shown(MarkedText text) {
        List<Proposal> proposals = Completions.at(text.snapshot(), text.cursor());
        if (proposals.isEmpty()) {
            return "nothing";
        }
        Proposal first = proposals.getFirst();
        String word = text.text().substring(first.replaced().start(), text.cursor());
        String replaced =
                text.text().substring(first.replaced().start(), first.replaced().end());
        long hidden = proposals.stream()
                .filter(each -> !isShown(each, word, proposals.size()))
                .count();
        return "in place of [" + replaced + "]\n"
                + proposals.stream()
                        .filter(each -> isShown(each, word, proposals.size()))
                        .map(each -> each.order() + " " + each.label()
                                + (each.detail().isEmpty() ? "" : " : " + each.detail())
                                + (each.insert().equals(each.label()) ? "" : " → " + each.insert()))
                        .collect(joining("\n"))
                + (hidden == 0 ? "" : "\nand " + (hidden > 100 ? "more than 100" : hidden) + " others");
    }

    private static boolean isShown(Proposal proposal, String word, int proposals) {
        boolean many = proposals > 30 && proposal.order() >= ExpressionCompletions.FUNCTIONS;
        return !many || (!word.isEmpty() && proposal.label().startsWith(word));
    }
}
