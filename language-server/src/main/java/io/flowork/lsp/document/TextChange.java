package io.flowork.lsp.document;

import io.flowork.grammar.text.SourceText;
import org.jspecify.annotations.Nullable;

/**
 * A change of a text, by the lines and characters of the text before it.
 *
 * @param place what is replaced; null for all of it
 * @param text what it is replaced by
 */
public record TextChange(@Nullable Place place, String text) {
    /**
     * A part of a text.
     *
     * @param line the line where it starts, from 0
     * @param character the character of that line, from 0
     * @param endLine the line where it ends
     * @param endCharacter the character before which it ends
     */
    public record Place(int line, int character, int endLine, int endCharacter) {}

    /** The text after the change. An end before its start counts as the start. */
    public SourceText applied(SourceText before, PositionEncoding encoding) {
        Place at = place;
        if (at == null) {
            return SourceText.of(before.name(), text);
        }
        int start = encoding.offset(before, at.line(), at.character());
        int end = Math.max(start, encoding.offset(before, at.endLine(), at.endCharacter()));
        String old = before.text();
        StringBuilder changed = new StringBuilder(old.length() - (end - start) + text.length());
        changed.append(old, 0, start).append(text).append(old, end, old.length());
        return SourceText.of(before.name(), changed.toString());
    }
}
