package io.flowork.lsp.document;

import io.flowork.grammar.WorkflowAnalysis.Analysis;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What is remembered of the versions of one open text: as little as answers about a newer one need. */
final class Earlier {
    private @Nullable Analysis sound;
    private int soundVersion = Integer.MIN_VALUE;
    private @Nullable Analysis standIn;

    /** A version has been looked at. */
    synchronized void found(int version, Analysis found) {
        if (version >= soundVersion && found.expressions().isKnown()) {
            sound = found;
            soundVersion = version;
        }
    }

    synchronized @Nullable Analysis sound() {
        return sound;
    }

    synchronized Analysis standIn(String text, Supplier<Analysis> analysed) {
        Analysis known = standIn;
        if (known == null || !known.tree().source().text().equals(text)) {
            known = analysed.get();
            standIn = known;
        }
        return known;
    }

    synchronized boolean knowsStandIn(String text) {
        Analysis known = standIn;
        return known != null && known.tree().source().text().equals(text);
    }
}
