package io.flowork.lsp.workspace;

import io.flowork.lsp.structure.Symbol;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Looks for symbols of all workflows by parts of their names. */
public final class SymbolSearch {
    private static final int MOST = 500;
    private static final int NONE = Integer.MAX_VALUE;

    private SymbolSearch() {}

    /**
     * A symbol that was found.
     *
     * @param file the file that it is in
     * @param container the names of what it is in, outermost first, with {@code /} between; empty for a workflow
     */
    public record Found(FileEntry file, Symbol symbol, String container) {}

    private record Ranked(Found found, int rank) {}

    /**
     * The symbols whose names have the letters of a query in their order, the closest first; at most 500.
     *
     * @param query letters, in upper or lower case; when empty everything is found
     */
    public static List<Found> find(List<FileEntry> files, String query) {
        String wanted = query.toLowerCase(Locale.ROOT);
        List<Ranked> found = new ArrayList<>();
        for (FileEntry file : files) {
            collect(file, file.symbols(), "", wanted, found);
        }
        return found.stream()
                .sorted(Comparator.comparingInt(Ranked::rank)
                        .thenComparingInt(ranked -> ranked.found.symbol.name().length()))
                .limit(MOST)
                .map(Ranked::found)
                .toList();
    }

    private static void collect(
            FileEntry file, List<Symbol> symbols, String container, String wanted, List<Ranked> found) {
        for (Symbol symbol : symbols) {
            int rank = rank(symbol.name().toLowerCase(Locale.ROOT), wanted);
            if (rank != NONE) {
                found.add(new Ranked(new Found(file, symbol, container), rank));
            }
            String inner = container.isEmpty() ? symbol.name() : container + "/" + symbol.name();
            collect(file, symbol.children(), inner, wanted, found);
        }
    }

    /** How far a name is from what is wanted: 0 for the name itself, then as its beginning, a part, or letters in order. */
    private static int rank(String name, String wanted) {
        int at = name.indexOf(wanted);
        if (at == 0) {
            return name.length() == wanted.length() ? 0 : 1;
        }
        if (at > 0) {
            return 2;
        }
        int next = 0;
        for (int i = 0; i < name.length() && next < wanted.length(); i++) {
            next += name.charAt(i) == wanted.charAt(next) ? 1 : 0;
        }
        return next == wanted.length() ? 3 : NONE;
    }
}
