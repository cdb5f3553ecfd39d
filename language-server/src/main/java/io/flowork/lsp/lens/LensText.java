package io.flowork.lsp.lens;

import io.flowork.lsp.navigate.Spot;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a lens says.
 *
 * @param title what is shown
 * @param run the id of the run that it is about, if it is about one
 * @param places the places that it is about, also in other files, if it is about some
 */
public record LensText(String title, @Nullable String run, List<Spot> places) {
    /** Copies the places. */
    public LensText {
        places = List.copyOf(places);
    }

    /** Only a title. */
    static LensText of(String title) {
        return new LensText(title, null, List.of());
    }
}
