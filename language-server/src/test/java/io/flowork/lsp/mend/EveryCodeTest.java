package io.flowork.lsp.mend;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowork.grammar.diagnostic.Diagnostic;
import io.flowork.grammar.diagnostic.DiagnosticCode;
import io.flowork.grammar.text.Range;
import io.flowork.grammar.text.SourceText;
import io.flowork.grammar.workflow.FunctionSignatures;
import io.flowork.lsp.document.Snapshot;
import io.flowork.lsp.testing.Cases;
import io.flowork.lsp.testing.Examples;
import io.flowork.lsp.testing.MarkedFiles;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Each code has a fix for some text that shows it, or a reason why it has none. */
class EveryCodeTest {
    private static final Map<String, String> WHY_NOT = new HashMap<>();

    static {
        no("where the quote was to end is not known", "FW1002");
        no("what to leave out is the author's to say", "FW1010", "FW1011", "FW1012", "FW1013", "FW1015");
        no("nothing is there to go by", "FW1014", "FW1101");
        no("to which level a line belongs is the author's to say", "FW1017");
        no("the whole workflow would have to be written otherwise", "FW1102", "FW1103", "FW1505");
        no("which one is meant is the author's to say, and each needs values", "FW1206", "FW1212", "FW1214");
        no("what belongs to which task is the author's to say", "FW1208", "FW1209");
        no("no value is nearer than another", "FW1213", "FW1402", "FW1404", "FW1408");
        no("the names of the arguments have no order", "FW1407");
        no("what the expression was to say is not known", "FW1501", "FW1510", "FW1512", "FW1513", "FW1514");
        no("what to compare with is not known", "FW1515", "FW1516");
        no("either side of // may be the wrong one", "FW1518");
        no("where a secret may go is the author's to say", "FW1519", "FW1520");
        no("whether to remove it or to lead there is the author's to say", "FW1601", "FW1603", "FW1612");
        no("the condition that ends it is the author's to say", "FW1602", "FW1713");
        no("which of two times is wrong is not known", "FW1609", "FW1610");
        no("no code is like the one that is written", "FW1702");
        no("what is wrong stands in another file", "FW1715", "FW1719");
    }

    private static void no(String reason, String... codes) {
        for (String code : codes) {
            WHY_NOT.put(code, reason);
        }
    }

    @Test
    void hasAFixOrAReason() {
        Set<String> mended = new TreeSet<>();
        for (SourceText source : Examples.all()) {
            Snapshot snapshot = new Snapshot("file://" + source.name(), 1, source, FunctionSignatures.NONE);
            for (Diagnostic diagnostic : snapshot.analysis().diagnostics()) {
                if (!Mendings.in(snapshot, diagnostic.range(), List.of(diagnostic))
                        .isEmpty()) {
                    mended.add(diagnostic.code());
                }
            }
        }
        Cases.texts("fixes-across").forEach(text -> {
            MarkedFiles files = new MarkedFiles(text);
            Range cursor = new Range(files.cursor(), files.cursor());
            for (Mending each : Mendings.in(files.snapshot(), cursor, files.index())) {
                mended.add(Objects.requireNonNull(each.mends()).code());
            }
        });
        assertThat(mended).doesNotContainAnyElementsOf(WHY_NOT.keySet());
        Set<String> all = new TreeSet<>(mended);
        all.addAll(WHY_NOT.keySet());
        assertThat(all).containsExactlyInAnyOrderElementsOf(DiagnosticCode.codes());
    }
}
