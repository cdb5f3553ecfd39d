package io.flowork.grammar.json;

import java.util.Collection;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.function.Consumer;

/** A JSON array. Appending, replacing and reading an element cost at most logarithmic time and share the rest. */
public final class JsonArray extends JsonValue implements Iterable<JsonValue> {
    /** The empty array. */
    public static final JsonArray EMPTY = new JsonArray(Vector.empty(), 1, 2);

    private final Vector<JsonValue> elements;
    private final int depth;
    private final long weight;
    private long hash;

    private JsonArray(Vector<JsonValue> elements, int depth, long weight) {
        this.elements = elements;
        this.depth = depth;
        this.weight = weight;
    }

    /** The array of these elements. */
    public static JsonArray of(JsonValue... elements) {
        return of(elements, elements.length);
    }

    /** The array of these elements. */
    public static JsonArray of(Collection<? extends JsonValue> elements) {
        JsonValue[] copy = elements.toArray(JsonValue[]::new);
        return of(copy, copy.length);
    }

    /** The array of the first {@code count} of these elements. */
    public static JsonArray of(JsonValue[] elements, int count) {
        if (count == 0) {
            return EMPTY;
        }
        int inside = 0;
        long weight = 2;
        for (int i = 0; i < count; i++) {
            inside = Math.max(inside, elements[i].depth());
            weight = plus(weight, elements[i].weight() + 1);
        }
        return new JsonArray(Vector.of(elements, count), DepthException.below(inside), weight);
    }

    static long plus(long a, long b) {
        long sum = a + b;
        return sum < 0 ? Long.MAX_VALUE : sum;
    }

    Vector<JsonValue> elements() {
        return elements;
    }

    /** The number of elements. */
    public int size() {
        return elements.size();
    }

    /** Whether there are no elements. */
    public boolean isEmpty() {
        return elements.size() == 0;
    }

    /**
     * The element at an index from 0.
     *
     * @throws IndexOutOfBoundsException if there is none
     */
    public JsonValue get(int index) {
        if (index < 0 || index >= size()) {
            throw new IndexOutOfBoundsException(index);
        }
        return elements.get(index);
    }

    /**
     * This array with one more element at its end.
     *
     * @throws DepthException if the array would be nested too deeply
     */
    public JsonArray append(JsonValue element) {
        return new JsonArray(
                elements.append(element),
                Math.max(depth, DepthException.below(element.depth())),
                plus(weight, element.weight() + 1));
    }

    /** This array followed by another. */
    public JsonArray concat(JsonArray other) {
        if (isEmpty()) {
            return other;
        }
        if (other.size() <= Vector.WIDTH) {
            JsonArray joined = this;
            for (int i = 0; i < other.size(); i++) {
                joined = joined.append(other.get(i));
            }
            return joined;
        }
        JsonValue[] all = new JsonValue[Math.addExact(size(), other.size())];
        elements.copy(0, size(), all, 0);
        other.elements.copy(0, other.size(), all, size());
        return new JsonArray(Vector.of(all, all.length), Math.max(depth, other.depth), plus(weight, other.weight - 2));
    }

    /**
     * This array with the element at an index replaced.
     *
     * @throws IndexOutOfBoundsException if there is none
     * @throws DepthException if the array would be nested too deeply
     */
    public JsonArray with(int index, JsonValue element) {
        JsonValue old = get(index);
        return new JsonArray(
                elements.set(index, element),
                Math.max(depth, DepthException.below(element.depth())),
                weight == Long.MAX_VALUE ? weight : plus(weight - old.weight(), element.weight()));
    }

    /** The elements from one index to before another, each limited to the array's bounds. */
    public JsonArray slice(int from, int to) {
        int start = Math.clamp(from, 0, size());
        int end = Math.clamp(to, start, size());
        if (start == 0 && end == size()) {
            return this;
        }
        JsonValue[] part = new JsonValue[end - start];
        elements.copy(start, end, part, 0);
        return of(part, part.length);
    }

    /** The elements in a new Java array. */
    public JsonValue[] toArray() {
        JsonValue[] all = new JsonValue[size()];
        elements.copy(0, size(), all, 0);
        return all;
    }

    @Override
    public void forEach(Consumer<? super JsonValue> action) {
        elements.forEach(action);
    }

    @Override
    public Iterator<JsonValue> iterator() {
        return new Iterator<>() {
            private int next;

            @Override
            public boolean hasNext() {
                return next < size();
            }

            @Override
            public JsonValue next() {
                if (next >= size()) {
                    throw new NoSuchElementException();
                }
                return elements.get(next++);
            }
        };
    }

    @Override
    public int depth() {
        return depth;
    }

    @Override
    public long weight() {
        return weight;
    }

    @Override
    public long hash() {
        return hash == 0 ? Hashes.inner(this) : hash;
    }

    @Override
    boolean isHashed() {
        return hash != 0;
    }

    @Override
    long ownHash() {
        long h = Hashes.array(size(), elements.hash(JsonValue::hash));
        hash = h;
        return h;
    }

    @Override
    public String typeName() {
        return "array";
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof JsonArray that && Equality.of(this, that);
    }

    @Override
    public int hashCode() {
        return Long.hashCode(hash());
    }

    @Override
    public String toString() {
        return JsonWriter.compact(this);
    }

    /** Collects elements and makes one array of them; making it takes little time, however many they are. */
    public static final class Builder {
        private final Vector.Builder<JsonValue> elements = new Vector.Builder<>();
        private int inside;
        private long weight = 2;

        /** Adds an element at the end. */
        public Builder add(JsonValue element) {
            elements.add(element);
            inside = Math.max(inside, element.depth());
            weight = plus(weight, element.weight() + 1);
            return this;
        }

        /** The number of elements added. */
        public int size() {
            return elements.size();
        }

        /**
         * The array of all elements added so far.
         *
         * @throws DepthException if it would be nested too deeply
         */
        public JsonArray build() {
            return elements.size() == 0 ? EMPTY : new JsonArray(elements.build(), DepthException.below(inside), weight);
        }
    }
}
