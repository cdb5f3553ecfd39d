package io.flowork.grammar.json;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A persistent map from object keys to positions: a hash trie with 32-way bitmap nodes. */
final class KeyIndex {
    private static final int BITS = 5;

    static final KeyIndex EMPTY = new KeyIndex(new Bitmap(0, new Object[0]));

    /** A trie node: the slots present, each another node, or an entry, or entries with one hash. */
    private record Bitmap(int bits, Object[] slots) {}

    private record Entry(long hash, String key, int position) {}

    private record Collision(long hash, Entry[] entries) {}

    private final Bitmap root;

    private KeyIndex(Bitmap root) {
        this.root = root;
    }

    /** The position of a key, or -1. */
    int find(String key) {
        long hash = Hashes.text(key);
        Object node = root;
        for (int shift = 0; ; shift += BITS) {
            switch (node) {
                case Bitmap bitmap -> {
                    int bit = bit(hash, shift);
                    if ((bitmap.bits & bit) == 0) {
                        return -1;
                    }
                    node = bitmap.slots[slot(bitmap, bit)];
                }
                case Entry entry -> {
                    return entry.key.equals(key) ? entry.position : -1;
                }
                case Collision collision -> {
                    for (Entry entry : collision.entries) {
                        if (entry.key.equals(key)) {
                            return entry.position;
                        }
                    }
                    return -1;
                }
                default -> throw new AssertionError(node);
            }
        }
    }

    /** This index with a key at a position, whether or not it was there before. */
    KeyIndex put(String key, int position) {
        return new KeyIndex(put(root, 0, new Entry(Hashes.text(key), key, position)));
    }

    private static Bitmap put(Bitmap node, int shift, Entry entry) {
        int bit = bit(entry.hash, shift);
        int slot = slot(node, bit);
        if ((node.bits & bit) == 0) {
            Object[] slots = new Object[node.slots.length + 1];
            System.arraycopy(node.slots, 0, slots, 0, slot);
            slots[slot] = entry;
            System.arraycopy(node.slots, slot, slots, slot + 1, node.slots.length - slot);
            return new Bitmap(node.bits | bit, slots);
        }
        Object[] slots = node.slots.clone();
        slots[slot] = switch (node.slots[slot]) {
            case Bitmap below -> put(below, shift + BITS, entry);
            case Entry old -> old.key.equals(entry.key) ? entry : split(old, old.hash, entry, shift + BITS);
            case Collision old -> old.hash == entry.hash ? add(old, entry) : split(old, old.hash, entry, shift + BITS);
            default -> throw new AssertionError(node.slots[slot]);
        };
        return new Bitmap(node.bits, slots);
    }

    private static Object split(Object old, long oldHash, Entry entry, int shift) {
        if (old instanceof Entry single && oldHash == entry.hash) {
            return new Collision(oldHash, new Entry[] {single, entry});
        }
        return put(new Bitmap(bit(oldHash, shift), new Object[] {old}), shift, entry);
    }

    private static Collision add(Collision old, Entry entry) {
        for (int i = 0; i < old.entries.length; i++) {
            if (old.entries[i].key.equals(entry.key)) {
                Entry[] changed = old.entries.clone();
                changed[i] = entry;
                return new Collision(old.hash, changed);
            }
        }
        Entry[] grown = Arrays.copyOf(old.entries, old.entries.length + 1);
        grown[old.entries.length] = entry;
        return new Collision(old.hash, grown);
    }

    /** This index without a key. */
    KeyIndex remove(String key) {
        Object changed = remove(root, 0, Hashes.text(key), key);
        return changed instanceof Bitmap bitmap ? new KeyIndex(bitmap) : EMPTY;
    }

    private static @Nullable Object remove(Object node, int shift, long hash, String key) {
        switch (node) {
            case Entry entry -> {
                return entry.key.equals(key) ? null : entry;
            }
            case Collision collision -> {
                Entry[] left = Arrays.stream(collision.entries)
                        .filter(entry -> !entry.key.equals(key))
                        .toArray(Entry[]::new);
                return left.length == 1 ? left[0] : new Collision(collision.hash, left);
            }
            case Bitmap bitmap -> {
                int bit = bit(hash, shift);
                if ((bitmap.bits & bit) == 0) {
                    return bitmap;
                }
                int slot = slot(bitmap, bit);
                Object below = remove(bitmap.slots[slot], shift + BITS, hash, key);
                if (below != null) {
                    Object[] slots = bitmap.slots.clone();
                    slots[slot] = below;
                    return new Bitmap(bitmap.bits, slots);
                }
                if (bitmap.slots.length == 1) {
                    return null;
                }
                Object[] slots = new Object[bitmap.slots.length - 1];
                System.arraycopy(bitmap.slots, 0, slots, 0, slot);
                System.arraycopy(bitmap.slots, slot + 1, slots, slot, slots.length - slot);
                return new Bitmap(bitmap.bits & ~bit, slots);
            }
            default -> throw new AssertionError(node);
        }
    }

    private static int bit(long hash, int shift) {
        return 1 << ((hash >>> shift) & 31);
    }

    private static int slot(Bitmap node, int bit) {
        return Integer.bitCount(node.bits & (bit - 1));
    }
}
