package io.flowork.grammar.json;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A JSON object: members with unique keys, in the order they were first written.
 *
 * <p>A small object is two parallel arrays; a large one a vector of members with a hash trie over the keys, so that
 * changing a member shares the others.
 */
public final class JsonObject extends JsonValue implements Iterable<JsonObject.Member> {
    /** The empty object. */
    public static final JsonObject EMPTY = new JsonObject(new String[0], new JsonValue[0], null, 0, 1, 2, 0);

    private static final int SMALL = 16;

    /**
     * A member of an object.
     *
     * @param key its key
     * @param value its value
     */
    public record Member(String key, JsonValue value) {}

    /** Where a member was removed; known by its identity. */
    private static final Member HOLE = new Member("", JsonNull.NULL);

    @SuppressWarnings("ReferenceEquality") // a real member may equal it
    static boolean isHole(Member member) {
        return member == HOLE;
    }

    /** The members of a large object; a removed one leaves a hole until there are more holes than members. */
    private record Large(Vector<Member> slots, KeyIndex index) {}

    private final String[] keys;
    private final JsonValue[] values;
    private final @Nullable Large large;
    private final int size;
    private final int depth;
    private final long weight;
    private long members;

    private JsonObject(
            String[] keys, JsonValue[] values, @Nullable Large large, int size, int depth, long weight, long members) {
        this.keys = keys;
        this.values = values;
        this.large = large;
        this.size = size;
        this.depth = depth;
        this.weight = weight;
        this.members = members;
    }

    /** The object with one member. */
    public static JsonObject of(String key, JsonValue value) {
        return ofUnique(new String[] {key}, new JsonValue[] {value});
    }

    /** The object with these two members, whose keys differ. */
    public static JsonObject of(String key1, JsonValue value1, String key2, JsonValue value2) {
        return ofUnique(new String[] {key1, key2}, new JsonValue[] {value1, value2});
    }

    /**
     * The object with these members. Neither array may be changed afterwards; the keys may be shared between objects.
     *
     * @param keys the keys, all different
     * @param values their values, as many
     * @throws DepthException if it would be nested too deeply
     */
    public static JsonObject ofUnique(String[] keys, JsonValue[] values) {
        int inside = 0;
        long weight = 2;
        for (int i = 0; i < values.length; i++) {
            inside = Math.max(inside, values[i].depth());
            weight = JsonArray.plus(weight, keys[i].length() + 4 + values[i].weight());
        }
        int depth = DepthException.below(inside);
        if (values.length <= SMALL) {
            return new JsonObject(keys, values, null, values.length, depth, weight, 0);
        }
        Member[] slots = new Member[values.length];
        for (int i = 0; i < slots.length; i++) {
            slots[i] = new Member(keys[i], values[i]);
        }
        return large(slots, depth, weight);
    }

    private static JsonObject large(Member[] slots, int depth, long weight) {
        KeyIndex index = KeyIndex.EMPTY;
        for (int i = 0; i < slots.length; i++) {
            index = index.put(slots[i].key, i);
        }
        Large large = new Large(Vector.of(slots, slots.length), index);
        return new JsonObject(EMPTY.keys, EMPTY.values, large, slots.length, depth, weight, 0);
    }

    /** The keys of a small object, else null. */
    String @Nullable [] smallKeys() {
        return large == null ? keys : null;
    }

    /** The values of a small object. */
    JsonValue[] smallValues() {
        return values;
    }

    /** The members of a large object with holes between them; null if it is small. */
    @Nullable
    Vector<Member> slots() {
        return large == null ? null : large.slots;
    }

    /** The number of members. */
    public int size() {
        return size;
    }

    /** Whether there are no members. */
    public boolean isEmpty() {
        return size == 0;
    }

    /** The value of a key, or null if there is no such member. */
    public @Nullable JsonValue get(String key) {
        Large all = large;
        if (all == null) {
            int i = find(key);
            return i < 0 ? null : values[i];
        }
        int position = all.index.find(key);
        return position < 0 ? null : all.slots.get(position).value;
    }

    /** The value of a key that is probably at a position, or null if there is no such member. */
    @Nullable
    JsonValue get(String key, int likely) {
        return likely < keys.length && keys[likely].equals(key) ? values[likely] : get(key);
    }

    private int find(String key) {
        String[] k = keys;
        for (int i = 0; i < size; i++) {
            if (k[i].equals(key)) {
                return i;
            }
        }
        return -1;
    }

    /** Whether there is a member with this key. */
    public boolean has(String key) {
        return get(key) != null;
    }

    /**
     * This object with a member set: in its old place if the key was there, else at the end.
     *
     * @throws DepthException if it would be nested too deeply
     */
    public JsonObject with(String key, JsonValue value) {
        JsonValue old = get(key);
        int newDepth = Math.max(depth, DepthException.below(value.depth()));
        long newWeight = weight == Long.MAX_VALUE
                ? weight
                : JsonArray.plus(weight - (old == null ? -key.length() - 4 : old.weight()), value.weight());
        long newMembers =
                members == 0 ? 0 : members + Hashes.member(key, value) - (old == null ? 0 : Hashes.member(key, old));
        Large all = large;
        if (all != null) {
            int position = old == null ? all.slots.size() : all.index.find(key);
            Member member = new Member(key, value);
            Large changed = old == null
                    ? new Large(all.slots.append(member), all.index.put(key, position))
                    : new Large(all.slots.set(position, member), all.index);
            return new JsonObject(
                    keys, values, changed, old == null ? size + 1 : size, newDepth, newWeight, newMembers);
        }
        if (old != null) {
            JsonValue[] changed = values.clone();
            changed[find(key)] = value;
            return new JsonObject(keys, changed, null, size, newDepth, newWeight, newMembers);
        }
        if (size == SMALL) {
            Member[] slots = new Member[size + 1];
            for (int i = 0; i < size; i++) {
                slots[i] = new Member(keys[i], values[i]);
            }
            slots[size] = new Member(key, value);
            return large(slots, newDepth, newWeight);
        }
        String[] moreKeys = Arrays.copyOf(keys, size + 1);
        JsonValue[] moreValues = Arrays.copyOf(values, size + 1);
        moreKeys[size] = key;
        moreValues[size] = value;
        return new JsonObject(moreKeys, moreValues, null, size + 1, newDepth, newWeight, newMembers);
    }

    /** This object without a member; itself if the key is not there. */
    public JsonObject without(String key) {
        JsonValue old = get(key);
        if (old == null) {
            return this;
        }
        if (size == 1) {
            return EMPTY;
        }
        long newWeight = weight == Long.MAX_VALUE ? weight : weight - key.length() - 4 - old.weight();
        long newMembers = members == 0 ? 0 : members - Hashes.member(key, old);
        Large all = large;
        if (all != null) {
            int position = all.index.find(key);
            Large changed = new Large(all.slots.set(position, HOLE), all.index.remove(key));
            JsonObject left = new JsonObject(keys, values, changed, size - 1, depth, newWeight, newMembers);
            return left.size * 2 < all.slots.size() ? left.rebuilt() : left;
        }
        int at = find(key);
        String[] fewerKeys = new String[size - 1];
        JsonValue[] fewerValues = new JsonValue[size - 1];
        System.arraycopy(keys, 0, fewerKeys, 0, at);
        System.arraycopy(values, 0, fewerValues, 0, at);
        System.arraycopy(keys, at + 1, fewerKeys, at, size - 1 - at);
        System.arraycopy(values, at + 1, fewerValues, at, size - 1 - at);
        return new JsonObject(fewerKeys, fewerValues, null, size - 1, depth, newWeight, newMembers);
    }

    /** Whether removing one more member may make the whole object anew. */
    public boolean isSparse() {
        Large all = large;
        return all != null && (size - 1) * 2 < all.slots.size();
    }

    /** The same with its depth measured: what was replaced may have been deeper than what is left. */
    private JsonObject measured() {
        int inside = 0;
        for (Member member : this) {
            inside = Math.max(inside, member.value.depth());
        }
        return new JsonObject(keys, values, large, size, DepthException.below(inside), weight, members);
    }

    private JsonObject rebuilt() {
        String[] allKeys = new String[size];
        JsonValue[] allValues = new JsonValue[size];
        int i = 0;
        for (Member member : this) {
            allKeys[i] = member.key;
            allValues[i++] = member.value;
        }
        return ofUnique(allKeys, allValues);
    }

    /** This object with the members of another set in turn. */
    public JsonObject merge(JsonObject other) {
        if (isEmpty()) {
            return other;
        }
        JsonObject merged = this;
        for (Member member : other) {
            merged = merged.with(member.key, member.value);
        }
        return merged;
    }

    /** The keys in order. */
    public List<String> keys() {
        if (large == null) {
            return List.of(keys);
        }
        List<String> all = new ArrayList<>(size);
        for (Member member : this) {
            all.add(member.key);
        }
        return all;
    }

    /** Calls an action for each member in order. */
    public void forEach(BiConsumer<? super String, ? super JsonValue> action) {
        Large all = large;
        if (all == null) {
            for (int i = 0; i < size; i++) {
                action.accept(keys[i], values[i]);
            }
            return;
        }
        all.slots.forEach(member -> {
            if (!isHole(member)) {
                action.accept(member.key, member.value);
            }
        });
    }

    @Override
    public Iterator<Member> iterator() {
        return new Iterator<>() {
            private int position;
            private int left = size;

            @Override
            public boolean hasNext() {
                return left > 0;
            }

            @Override
            public Member next() {
                if (left == 0) {
                    throw new NoSuchElementException();
                }
                left--;
                Large all = large;
                if (all == null) {
                    int i = position++;
                    return new Member(keys[i], values[i]);
                }
                Member member = all.slots.get(position++);
                while (isHole(member)) {
                    member = all.slots.get(position++);
                }
                return member;
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
        return members == 0 ? Hashes.inner(this) : Hashes.object(members);
    }

    @Override
    boolean isHashed() {
        return members != 0;
    }

    @Override
    long ownHash() {
        long sum = 0;
        for (Member member : this) {
            sum += Hashes.member(member.key, member.value);
        }
        members = sum;
        return Hashes.object(sum);
    }

    @Override
    public String typeName() {
        return "object";
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof JsonObject that && Equality.of(this, that);
    }

    @Override
    public int hashCode() {
        return Long.hashCode(hash());
    }

    @Override
    public String toString() {
        return JsonWriter.compact(this);
    }

    /**
     * Collects members and makes one object of them; a later member with the same key replaces an earlier one. Making it
     * takes little time, however many they are.
     */
    public static final class Builder {
        private String[] keys = new String[8];
        private JsonValue[] values = new JsonValue[8];
        private int size;

        /** All members, once they are many. */
        private @Nullable JsonObject many;

        private boolean replaced;

        /** Sets a member. */
        public Builder put(String key, JsonValue value) {
            JsonObject large = many;
            if (large != null) {
                int before = large.size;
                many = large.with(key, value);
                replaced |= many.size == before;
                return this;
            }
            for (int i = 0; i < size; i++) {
                if (keys[i].equals(key)) {
                    values[i] = value;
                    return this;
                }
            }
            if (size == SMALL) {
                many = ofUnique(keys.clone(), values.clone()).with(key, value);
                return this;
            }
            if (size == keys.length) {
                keys = Arrays.copyOf(keys, SMALL);
                values = Arrays.copyOf(values, SMALL);
            }
            keys[size] = key;
            values[size++] = value;
            return this;
        }

        /** Sets a member whose value is a string. */
        public Builder put(String key, String value) {
            return put(key, JsonString.of(value));
        }

        /** Sets a member whose value is an integer. */
        public Builder put(String key, long value) {
            return put(key, JsonNumber.of(value));
        }

        /**
         * The object of all members set so far.
         *
         * @throws DepthException if it would be nested too deeply
         */
        public JsonObject build() {
            JsonObject large = many;
            if (large != null) {
                return replaced ? large.measured() : large;
            }
            return size == 0 ? EMPTY : ofUnique(Arrays.copyOf(keys, size), Arrays.copyOf(values, size));
        }
    }
}
