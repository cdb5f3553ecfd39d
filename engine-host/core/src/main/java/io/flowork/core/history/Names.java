package io.flowork.core.history;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The references of tasks by number, and which strand started which. */
final class Names {
    private final Map<String, Integer> numbers = new HashMap<>();
    private final List<String> references = new ArrayList<>();
    private final Map<Integer, Integer> strands = new HashMap<>();

    int number(String reference) {
        Integer known = numbers.get(reference);
        if (known != null) {
            return known;
        }
        int number = references.size();
        references.add(reference);
        numbers.put(reference, number);
        return number;
    }

    String reference(int number) {
        return references.get(number);
    }

    void strand(int strand, int parent) {
        strands.put(strand, parent);
    }

    /** The strand that started another; -1 for the main line. */
    int parent(int strand) {
        return strands.getOrDefault(strand, -1);
    }
}
