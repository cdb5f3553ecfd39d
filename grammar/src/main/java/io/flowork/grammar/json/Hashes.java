package io.flowork.grammar.json;

/** The hash functions behind {@link JsonValue#hash()}: fixed, independent of process, platform and locale. */
final class Hashes {
    static final long NULL = mix(0x6e75_6c6cL);
    static final long TRUE = mix(0x7472_7565L);
    static final long FALSE = mix(0x6661_6c73L);
    private static final long ARRAY = 0x5b5d_5b5d_5b5d_5b5dL;
    private static final long OBJECT = 0x7b7d_7b7d_7b7d_7b7dL;
    private static final long MULTIPLIER = 0x9e37_79b9_7f4a_7c15L;

    private Hashes() {}

    /** The finalizer of SplitMix64: every input bit affects every output bit. */
    static long mix(long value) {
        long z = value + MULTIPLIER;
        z = (z ^ (z >>> 30)) * 0xbf58_476d_1ce4_e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d0_49bb_1331_11ebL;
        return z ^ (z >>> 31);
    }

    /** Folds one more hash into an ordered sequence of hashes. */
    static long next(long sequence, long hash) {
        return (Long.rotateLeft(sequence, 23) ^ hash) * MULTIPLIER;
    }

    static long text(String text) {
        long hash = text.length();
        for (int i = 0; i < text.length(); i++) {
            hash = next(hash, text.charAt(i));
        }
        return mix(hash);
    }

    static long integer(long value) {
        return mix(value ^ 0x4e4e_4e4e_4e4e_4e4eL);
    }

    static long decimal(double value) {
        return mix(Double.doubleToLongBits(value) ^ 0x4444_4444_4444_4444L);
    }

    static long array(int size, long elements) {
        return mix(ARRAY ^ elements ^ size);
    }

    /** The hash of a container: what is inside is hashed first, innermost first, so that nothing recurses. */
    static long inner(JsonValue container) {
        if (container.depth() > 2) {
            ValueWalk walk = new ValueWalk(container);
            while (walk.next()) {
                switch (walk.step()) {
                    case OPEN -> {
                        if (walk.value().depth() <= 2 || walk.value().isHashed()) {
                            walk.skip();
                        }
                    }
                    case CLOSE -> walk.value().ownHash();
                    case SCALAR -> {}
                }
            }
        }
        return container.ownHash();
    }

    /** The contribution of one member; an object's hash is the sum of these, so that key order does not matter. */
    static long member(String key, JsonValue value) {
        return mix(next(text(key), value.hash()));
    }

    static long object(long members) {
        return mix(OBJECT ^ members);
    }
}
