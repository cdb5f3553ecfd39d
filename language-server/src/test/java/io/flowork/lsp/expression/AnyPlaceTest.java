package io.flowork.lsp.expression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.flowork.grammar.scope.ExpressionSite;
import io.flowork.grammar.text.Range;
import io.flowork.grammar.text.SourceText;
import io.flowork.grammar.workflow.FunctionSignatures;
import io.flowork.lsp.complete.Completions;
import io.flowork.lsp.complete.Proposal;
import io.flowork.lsp.describe.Descriptions;
import io.flowork.lsp.document.Snapshot;
import io.flowork.lsp.signature.Signatures;
import io.flowork.lsp.testing.Examples;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is found in the text alone is what the tree says, and nothing that somebody writes is an exception. */
@Timeout(value = 300, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class AnyPlaceTest {
    private static Snapshot snapshot(String text) {
        return new Snapshot("file:///a.flow.yaml", 1, SourceText.of("/a.flow.yaml", text), FunctionSignatures.NONE);
    }

    /** Every expression of a tree is found in the text, with the same program in the same place. */
    @Test
    void expressionsAreFoundInTheText() {
        int found = 0;
        for (SourceText workflow : Examples.right()) {
            Snapshot snapshot = snapshot(workflow.text());
            for (ExpressionSite site : snapshot.analysis().sites()) {
                if (site.loose()) {
                    continue; // any text may be one
                }
                Range whole = PlaceInExpression.whole(site);
                String program = site.expression().text();
                Optional<WrittenExpression> written = WrittenExpression.at(snapshot, whole.start());
                assertThat(written).as("%s in %s", program, workflow.name()).isPresent();
                assertThat(written.get().text().replaceAll("\\s+", " ").strip())
                        .as(workflow.name())
                        .isEqualTo(program.replaceAll("\\s+", " ").strip());
                assertThat(Surroundings.of(snapshot, written.get()).variables())
                        .as("%s in %s", program, workflow.name())
                        .isEqualTo(Surroundings.of(snapshot, site).variables());
                found++;
            }
        }
        assertThat(found).isGreaterThan(100);
    }

    @Test
    void nothingThatIsWrittenIsAnException() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        List<String> pieces = List.of(
                "${ ",
                " }",
                "'",
                "\"",
                ".",
                "$",
                "{",
                "[",
                "(",
                "\\(",
                ": ",
                "- ",
                "|",
                "\n",
                "#",
                "😀",
                "\r\n",
                "as $x",
                "def f(g): ",
                "if ",
                "&a ",
                "*a",
                "\t",
                "map(",
                ";");
        for (SourceText workflow : Examples.right()) {
            String text = workflow.text();
            for (int round = 0; round < 12; round++) {
                int at = random.nextInt(text.length() + 1);
                String piece = pieces.get(random.nextInt(pieces.size()));
                boolean cut = random.nextBoolean();
                String changed = text.substring(0, at) + piece + (cut ? "" : text.substring(at));
                int cursor = Math.clamp(at + piece.length() - random.nextInt(3), 0, changed.length());
                asked(changed, cursor, "seed %d, at %d of%n%s".formatted(seed, cursor, changed));
            }
        }
    }

    private static void asked(String text, int cursor, String about) {
        Snapshot snapshot = snapshot(text);
        assertThatCode(() -> {
                    for (Proposal proposal : Completions.at(snapshot, cursor)) {
                        assertThat(proposal.replaced().start()).as(about).isLessThanOrEqualTo(cursor);
                        assertThat(proposal.replaced().end()).as(about).isBetween(cursor, text.length());
                    }
                    var _ = Signatures.at(snapshot, cursor);
                    var _ = Descriptions.at(snapshot, cursor);
                })
                .as(about)
                .doesNotThrowAnyException();
    }
}
