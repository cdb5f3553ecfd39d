package io.flowork.core.history.fork;

import io.flowork.core.journal.Fold;
import io.flowork.core.journal.JournalEntry;
import io.flowork.core.machine.Effect;
import io.flowork.core.machine.Input;
import io.flowork.core.machine.InputJson;
import io.flowork.core.machine.Machine;
import io.flowork.core.machine.State;
import io.flowork.grammar.json.JsonObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/** What a branch's effects got after a position, by what they asked for and in the order in which they did. */
public final class Recorded {
    /** Nothing was recorded. */
    public static final Recorded NOTHING = new Recorded();

    /**
     * Something that an effect got.
     *
     * @param seq the number of its entry
     * @param t the number of the step at which it was applied
     * @param time when it happened: milliseconds since 1970-01-01 UTC
     * @param input what it was
     */
    record Answer(long seq, long t, long time, Input input) {}

    /** An effect with all that it got, in order. */
    record Asked(String reference, List<Answer> answers) {}

    private final Map<String, Asked> byKey = new HashMap<>();
    private final Map<JsonObject, List<Asked>> byRequest = new HashMap<>();

    private final TreeSet<Long> times = new TreeSet<>();

    private Recorded() {}

    /**
     * What is recorded of a branch after a position.
     *
     * @param machine makes the steps
     * @param point the position
     * @param journal gives the branch's entries from a number on, a page at a time; none after the last
     * @throws IllegalArgumentException if the branch comes out differently now
     */
    public static Recorded after(Machine machine, ForkPoint point, LongFunction<? extends List<JournalEntry>> journal) {
        Recorded recorded = new Recorded();
        State start = point.state();
        start.pendingEffects().forEach(effect -> recorded.asked(effect, start.now()));
        State[] at = {start};
        List<Effect> asked = new ArrayList<>();
        Fold fold = new Fold(machine, start, null, asked::add);
        long seq = point.seq() + 1;
        for (List<JournalEntry> page = journal.apply(seq); !page.isEmpty(); page = journal.apply(seq)) {
            for (JournalEntry entry : page) {
                long now = at[0].now();
                fold.advance(entry.t());
                asked.forEach(effect -> recorded.asked(effect, now));
                asked.clear();
                Fold.Difference difference = fold.add(entry);
                if (difference != null) {
                    throw new IllegalArgumentException("at entry " + difference.seq() + ", " + difference.reason());
                }
                at[0] = fold.state();
                asked.forEach(effect -> recorded.asked(effect, at[0].now()));
                asked.clear();
                recorded.answer(entry);
                seq = entry.seq() + 1;
            }
        }
        return recorded;
    }

    private void asked(Effect effect, long now) {
        if (effect instanceof Effect.Cancel) {
            return;
        }
        Asked asked = new Asked(effect.reference(), new ArrayList<>());
        byKey.put(effect.key(), asked);
        byRequest
                .computeIfAbsent(effect.request(now), request -> new ArrayList<>())
                .add(asked);
    }

    private void answer(JournalEntry entry) {
        Input input = InputJson.read(entry.kind(), entry.payload());
        String key = input.key();
        Asked asked = key == null ? null : byKey.get(key);
        if (asked != null) {
            times.add(entry.t());
            asked.answers().add(new Answer(entry.seq(), entry.t(), entry.time(), input));
        }
    }

    /** The number of the first step after another at which something was got; as large as can be if there is none. */
    long next(long t) {
        Long next = times.higher(t);
        return next == null ? Long.MAX_VALUE : next;
    }

    /** What an effect got that was outstanding at the position; it is given once. */
    @Nullable
    @SuppressWarnings("ReferenceEquality") // the very one, of which there may be equals
    Asked take(String key) {
        Asked asked = byKey.get(key);
        if (asked != null) {
            byRequest.values().forEach(all -> all.removeIf(each -> each == asked));
        }
        return asked;
    }

    /** What the next effect with a request got, one of the same task first; it is given once. */
    @Nullable
    Asked take(JsonObject request, String reference) {
        List<Asked> all = byRequest.getOrDefault(request, List.of());
        Iterator<Asked> each = all.iterator();
        while (each.hasNext()) {
            Asked asked = each.next();
            if (asked.reference().equals(reference)) {
                each.remove();
                return asked;
            }
        }
        return all.isEmpty() ? null : all.removeFirst();
    }
}
