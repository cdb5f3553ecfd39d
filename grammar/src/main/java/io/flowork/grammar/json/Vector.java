package io.flowork.grammar.json;

import java.util.Arrays;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * A persistent vector: a trie of leaves of {@value #WIDTH} elements, the last leaf apart as the tail.
 *
 * <p>Every operation costs at most a path through the trie; the shape depends only on the size, so equal vectors have
 * equal hashes, and full leaves keep theirs when the vector grows.
 */
final class Vector<E> {
    static final int BITS = 5;
    static final int WIDTH = 1 << BITS;
    private static final int MASK = WIDTH - 1;
    private static final Vector<?> EMPTY = new Vector<>(0, BITS, null, new Object[0]);

    /** An inner node, whose slots are nodes, or a full leaf, whose slots are elements. */
    private static final class Node {
        final Object[] slots;
        long hash;

        Node(Object[] slots) {
            this.slots = slots;
        }
    }

    private final int size;
    private final int shift;
    private final @Nullable Node root;
    private final Object[] tail;

    private Vector(int size, int shift, @Nullable Node root, Object[] tail) {
        this.size = size;
        this.shift = shift;
        this.root = root;
        this.tail = tail;
    }

    @SuppressWarnings("unchecked") // an empty vector holds no element of any type
    static <E> Vector<E> empty() {
        return (Vector<E>) EMPTY;
    }

    /** The first {@code count} elements of an array, which is not kept. */
    static <E> Vector<E> of(Object[] elements, int count) {
        int tailStart = count <= WIDTH ? 0 : (count - 1) & ~MASK;
        Object[] tail = Arrays.copyOfRange(elements, tailStart, count);
        if (tailStart == 0) {
            return new Vector<>(count, BITS, null, tail);
        }
        Object[] leaves = new Object[tailStart >> BITS];
        for (int i = 0; i < leaves.length; i++) {
            leaves[i] = new Node(Arrays.copyOfRange(elements, i << BITS, (i + 1) << BITS));
        }
        return over(leaves, tail);
    }

    /** The vector of full leaves and a tail; neither array is changed afterwards. */
    private static <E> Vector<E> over(Object[] leaves, Object[] tail) {
        int count = (leaves.length << BITS) + tail.length;
        Object[] level = leaves;
        int shift = BITS;
        while (level.length > WIDTH) {
            Object[] above = new Object[(level.length + MASK) >> BITS];
            for (int i = 0; i < above.length; i++) {
                above[i] = new Node(Arrays.copyOfRange(level, i << BITS, Math.min(level.length, (i + 1) << BITS)));
            }
            level = above;
            shift += BITS;
        }
        return new Vector<>(count, shift, new Node(level), tail);
    }

    /** Collects elements leaf by leaf, so that no moment has to copy them all. */
    static final class Builder<E> {
        private static final int FIRST = 8;

        private Object[] leaves = new Object[0];
        private int full;
        private Object[] leaf = new Object[FIRST];
        private int used;

        /** The number of elements so far. */
        int size() {
            return (full << BITS) + used;
        }

        /** Adds an element at the end. */
        void add(E element) {
            if (used == leaf.length) {
                grow();
            }
            leaf[used++] = element;
        }

        private void grow() {
            if (used < WIDTH) {
                leaf = Arrays.copyOf(leaf, used * 2);
                return;
            }
            if (full == leaves.length) {
                leaves = Arrays.copyOf(leaves, Math.max(FIRST, full * 2));
            }
            leaves[full++] = new Node(leaf);
            leaf = new Object[WIDTH];
            used = 0;
        }

        /** The vector of the elements so far. */
        Vector<E> build() {
            Object[] tail = Arrays.copyOf(leaf, used);
            return full == 0 ? new Vector<>(used, BITS, null, tail) : over(Arrays.copyOf(leaves, full), tail);
        }
    }

    int size() {
        return size;
    }

    private int tailStart() {
        return size - tail.length;
    }

    @SuppressWarnings("unchecked") // only elements of type E are ever put into leaves
    E get(int index) {
        int start = tailStart();
        if (index >= start) {
            return (E) tail[index - start];
        }
        return (E) leaf(index).slots[index & MASK];
    }

    /** The leaf that begins with the element at an index, a multiple of {@value #WIDTH}; it must not be changed. */
    Object[] chunk(int index) {
        return index >= tailStart() ? tail : leaf(index).slots;
    }

    private Node leaf(int index) {
        Node node = rootNode();
        for (int level = shift; level > 0; level -= BITS) {
            node = (Node) node.slots[(index >>> level) & MASK];
        }
        return node;
    }

    private Node rootNode() {
        if (root == null) {
            throw new IndexOutOfBoundsException();
        }
        return root;
    }

    Vector<E> append(E element) {
        if (tail.length < WIDTH) {
            Object[] grown = Arrays.copyOf(tail, tail.length + 1);
            grown[tail.length] = element;
            return new Vector<>(size + 1, shift, root, grown);
        }
        Node full = new Node(tail);
        Object[] next = {element};
        if (root == null) {
            return new Vector<>(size + 1, BITS, new Node(new Object[] {full}), next);
        }
        int leaves = tailStart() >> BITS;
        if (leaves == 1 << shift) {
            Node grown = new Node(new Object[] {root, spine(shift, full)});
            return new Vector<>(size + 1, shift + BITS, grown, next);
        }
        return new Vector<>(size + 1, shift, push(root, shift, leaves, full), next);
    }

    private static Node spine(int level, Node leaf) {
        Node node = leaf;
        for (int l = level; l > 0; l -= BITS) {
            node = new Node(new Object[] {node});
        }
        return node;
    }

    private static Node push(Node node, int level, int leaf, Node full) {
        int slot = (leaf >>> (level - BITS)) & MASK;
        Object[] slots = Arrays.copyOf(node.slots, Math.max(node.slots.length, slot + 1));
        if (level == BITS) {
            slots[slot] = full;
        } else {
            slots[slot] = slot < node.slots.length
                    ? push((Node) node.slots[slot], level - BITS, leaf, full)
                    : spine(level - BITS, full);
        }
        return new Node(slots);
    }

    Vector<E> set(int index, E element) {
        int start = tailStart();
        if (index >= start) {
            Object[] changed = tail.clone();
            changed[index - start] = element;
            return new Vector<>(size, shift, root, changed);
        }
        return new Vector<>(size, shift, replace(rootNode(), shift, index, element), tail);
    }

    private static Node replace(Node node, int level, int index, Object element) {
        Object[] slots = node.slots.clone();
        int slot = (index >>> level) & MASK;
        slots[slot] = level == 0 ? element : replace((Node) slots[slot], level - BITS, index, element);
        return new Node(slots);
    }

    /** Copies {@code to - from} elements into an array. */
    void copy(int from, int to, Object[] target, int offset) {
        int start = tailStart();
        int index = from;
        while (index < to) {
            Object[] leaf = index >= start ? tail : leaf(index).slots;
            int leafStart = index >= start ? start : index & ~MASK;
            int end = Math.min(to, leafStart + leaf.length);
            System.arraycopy(leaf, index - leafStart, target, offset + index - from, end - index);
            index = end;
        }
    }

    @SuppressWarnings("unchecked") // only elements of type E are ever put into leaves
    void forEach(Consumer<? super E> action) {
        int start = tailStart();
        for (int leafStart = 0; leafStart < size; leafStart += WIDTH) {
            for (Object element : leafStart >= start ? tail : leaf(leafStart).slots) {
                action.accept((E) element);
            }
        }
    }

    /** The hash of all elements in order, from a function that hashes one; full leaves remember theirs. */
    long hash(ToLongFunction<? super E> hash) {
        long trie = root == null ? 0 : hash(root, shift, hash);
        return Hashes.next(trie, leafHash(tail, hash));
    }

    private static <E> long hash(Node node, int level, ToLongFunction<? super E> hash) {
        long h = node.hash;
        if (h == 0) {
            if (level == 0) {
                h = leafHash(node.slots, hash);
            } else {
                for (Object slot : node.slots) {
                    h = Hashes.next(h, hash((Node) slot, level - BITS, hash));
                }
            }
            node.hash = h;
        }
        return h;
    }

    @SuppressWarnings("unchecked") // only elements of type E are ever put into leaves
    private static <E> long leafHash(Object[] leaf, ToLongFunction<? super E> hash) {
        long h = 1;
        for (Object element : leaf) {
            h = Hashes.next(h, hash.applyAsLong((E) element));
        }
        return h;
    }
}
