package io.flowork.core.jq;

import io.flowork.grammar.json.JsonValue;
import io.flowork.grammar.text.Range;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes the instructions of one {@link Code}. */
final class Emitter {
    private final Code code = new Code();
    private final @Nullable Emitter parent;
    private final int depth;
    private final CompileContext context;
    private final List<JsonValue> constants = new ArrayList<>();
    private final Map<JsonValue, Integer> constantIndex = new HashMap<>();
    private final List<Object> references = new ArrayList<>();
    private int[] instructions = new int[32];
    private Range[] ranges = new Range[32];
    private int size;
    private int values;
    private int extras;
    private Range range = Range.NONE;

    Emitter(CompileContext context, @Nullable Emitter parent) {
        this.context = context;
        this.parent = parent;
        this.depth = parent == null ? 0 : parent.depth + 1;
        code.fromProgram = context.isProgram();
    }

    Code code() {
        return code;
    }

    CompileContext context() {
        return context;
    }

    @Nullable
    Emitter parent() {
        return parent;
    }

    /** How many definitions further out another emitter's frame is. */
    int levelOf(Emitter outer) {
        return depth - outer.depth;
    }

    /** A new register. */
    int value() {
        return values++;
    }

    /** A new register of the second set. */
    int extra() {
        return extras++;
    }

    /** The operand for a constant. */
    int constant(JsonValue value) {
        Integer known = constantIndex.get(value);
        if (known != null && constants.get(known).toString().equals(value.toString())) {
            return ~known;
        }
        constants.add(value);
        constantIndex.put(value, constants.size() - 1);
        return -constants.size();
    }

    JsonValue constantAt(int operand) {
        return constants.get(~operand);
    }

    int reference(Object reference) {
        references.add(reference);
        return references.size() - 1;
    }

    /** The place in the program that the next instructions come from. */
    Range at(Range place) {
        Range before = range;
        range = place;
        return before;
    }

    /** Appends an instruction and returns where it is. */
    int emit(int... words) {
        while (size + words.length > instructions.length) {
            instructions = Arrays.copyOf(instructions, instructions.length * 2);
            ranges = Arrays.copyOf(ranges, ranges.length * 2);
        }
        int start = size;
        for (int word : words) {
            ranges[size] = range;
            instructions[size++] = word;
        }
        return start;
    }

    int here() {
        return size;
    }

    /** Makes the word at a place point to the next instruction. */
    void land(int instruction, int word) {
        instructions[instruction + word] = size;
    }

    void finish() {
        code.instructions = Arrays.copyOf(instructions, size);
        code.ranges = Arrays.copyOf(ranges, size);
        code.constants = constants.toArray(JsonValue[]::new);
        code.references = references.toArray();
        code.values = Math.max(1, values);
        code.extras = extras;
    }
}
