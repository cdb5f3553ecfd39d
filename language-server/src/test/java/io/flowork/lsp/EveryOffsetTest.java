package io.flowork.lsp;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.flowork.grammar.text.Range;
import io.flowork.grammar.text.SourceText;
import io.flowork.grammar.workflow.FunctionSignatures;
import io.flowork.lsp.complete.Completions;
import io.flowork.lsp.complete.Proposal;
import io.flowork.lsp.describe.Descriptions;
import io.flowork.lsp.document.Snapshot;
import io.flowork.lsp.navigate.Occurrences;
import io.flowork.lsp.structure.Selections;
import io.flowork.lsp.testing.Examples;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What an editor asks about a cursor, asked wherever a cursor can stand: it is answered, soon, and about that place. Answers
 * about one text share its snapshot, as they do when it is served.
 */
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class EveryOffsetTest {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final long MOST_NANOS = 50_000_000;
    private static final int PREFIXES = 10;
    /** Every so many places what is proposed is taken. */
    private static final int SAMPLE = 11;

    private final Map<Long, Integer> slowest = new TreeMap<>();

    private static Snapshot snapshot(SourceText text) {
        return new Snapshot("file:///" + text.name(), 1, text, FunctionSignatures.NONE);
    }

    @Test
    void everyPlaceOfEveryExampleIsAnswered() {
        List<SourceText> all = Examples.right();
        all.forEach(EveryOffsetTest::warmUp);
        int proposed = 0;
        int places = 0;
        for (SourceText text : all) {
            Snapshot snapshot = snapshot(text);
            for (int offset = 0; offset <= text.text().length(); offset++) {
                proposed += ask(snapshot, offset).size();
                places++;
            }
        }
        System.out.printf("%d proposals at %d places; places by milliseconds: %s%n", proposed, places, slowest);
        assertThat(proposed).isGreaterThan(places); // else this test asks in vain
    }

    @Test
    void everyPrefixIsAnsweredAtItsEnd() {
        List<SourceText> all = Examples.standard().stream()
                .sorted((one, other) ->
                        Integer.compare(other.text().length(), one.text().length()))
                .limit(PREFIXES)
                .toList();
        all.forEach(EveryOffsetTest::warmUp);
        for (SourceText text : all) {
            for (int end = 0; end <= text.text().length(); end++) {
                Snapshot prefix =
                        snapshot(SourceText.of(text.name(), text.text().substring(0, end)));
                ask(prefix, end);
            }
        }
        System.out.printf("prefixes by milliseconds: %s%n", slowest);
    }

    /** What is proposed is taken here and there: the text can still be read, and the language knows the key. */
    @Test
    void whatIsProposedFits() {
        int taken = 0;
        for (SourceText text : Examples.standard()) {
            Snapshot snapshot = snapshot(text);
            Set<String> before = problems(snapshot);
            for (int offset = SAMPLE / 2; offset <= text.text().length(); offset += SAMPLE) {
                for (Proposal proposal : Completions.at(snapshot, offset)) {
                    if (take(snapshot, before, offset, proposal)) {
                        taken++;
                    }
                }
            }
        }
        System.out.println(taken + " proposals taken");
        assertThat(taken).isGreaterThan(1_000);
    }

    private static boolean take(Snapshot snapshot, Set<String> before, int offset, Proposal proposal) {
        boolean yaml = switch (proposal.kind()) {
            case PROPERTY, TASK, VALUE, REFERENCE -> true;
            case KEYWORD, FUNCTION, VARIABLE, FIELD -> false; // of expressions, which come with their own
        };
        if (!yaml) {
            return false;
        }
        String text = snapshot.source().text();
        Range replaced = proposal.replaced();
        String line = snapshot.source().line(snapshot.source().position(offset).line());
        String indentation = " ".repeat(line.length() - line.stripLeading().length());
        String inserted = proposal.plain(indentation);
        String edited = text.substring(0, replaced.start()) + inserted + text.substring(replaced.end());
        Set<String> after = problems(snapshot(SourceText.of(snapshot.source().name(), edited)));
        after.removeAll(before);
        assertThat(after)
                .as(() -> proposal.label() + " at " + place(snapshot, offset) + " in\n" + edited)
                .noneMatch(problem -> problem.startsWith("FW10"))
                // a key that is renamed has what was under the old one
                .noneMatch(problem -> inserted.contains(":")
                        && problem.startsWith("FW1201 there is no property '" + proposal.label() + "'"));
        return true;
    }

    private static Set<String> problems(Snapshot snapshot) {
        return snapshot.analysis().diagnostics().stream()
                .map(diagnostic -> diagnostic.code() + " " + diagnostic.message())
                .collect(Collectors.toSet());
    }

    private static void warmUp(SourceText text) {
        Snapshot snapshot = snapshot(text);
        for (int offset = 0; offset < text.text().length(); offset += 7) {
            answers(snapshot, offset);
        }
    }

    private List<Proposal> ask(Snapshot snapshot, int offset) {
        long before = THREADS.getCurrentThreadCpuTime();
        List<Proposal> proposals;
        try {
            proposals = answers(snapshot, offset);
        } catch (RuntimeException | StackOverflowError e) {
            throw new AssertionError(place(snapshot, offset), e);
        }
        long took = THREADS.getCurrentThreadCpuTime() - before;
        slowest.merge(took / 1_000_000, 1, Integer::sum);
        assertThat(took).as(place(snapshot, offset)).isLessThan(MOST_NANOS);
        String text = snapshot.source().text();
        for (Proposal proposal : proposals) {
            Range range = proposal.replaced();
            assertThat(range.start() >= 0
                            && range.start() <= offset
                            && offset <= range.end()
                            && range.end() <= text.length())
                    .as(() -> proposal + " at " + place(snapshot, offset))
                    .isTrue();
            assertThat(text.substring(range.start(), range.end()))
                    .as(() -> proposal + " at " + place(snapshot, offset))
                    .doesNotContain("\n", "\r"); // the protocol asks for one line
        }
        return proposals;
    }

    /** All that is asked about a cursor: what cannot be checked here at least does not fail. */
    private static List<Proposal> answers(Snapshot snapshot, int offset) {
        List<Proposal> proposals = Completions.at(snapshot, offset);
        int length = snapshot.source().text().length();
        Descriptions.at(snapshot, offset)
                .ifPresent(said -> assertThat(said.range().end()).isLessThanOrEqualTo(length));
        Occurrences.at(snapshot, offset)
                .ifPresent(found -> assertThat(found.all()).allMatch(range -> range.end() <= length));
        assertThat(Selections.around(snapshot, offset)).allMatch(range -> range.end() <= length);
        return proposals;
    }

    private static String place(Snapshot snapshot, int offset) {
        return snapshot.source().name() + " " + snapshot.source().position(offset);
    }
}
