package io.flowork.core.jq;

/** Bessel's functions of the first and second kind, of whole orders. */
final class Bessel {
    /** From here on the expansion for large arguments is exact enough; below it the series is. */
    private static final double LARGE = 30;

    private static final DoubleDouble EULER = new DoubleDouble(0.5772156649015329, -4.942915152430645e-18);
    private static final DoubleDouble TWO_OVER_PI = DoubleDouble.of(2).over(DoubleDouble.PI);

    private Bessel() {}

    /** The first kind. */
    static double first(int order, double x) {
        if (order < 0) {
            return order % 2 == 0 ? first(-order, x) : -first(-order, x);
        }
        if (Double.isNaN(x) || x == 0 || Double.isInfinite(x)) {
            return Double.isNaN(x) ? x : x == 0 && order == 0 ? 1 : 0;
        }
        double size = StrictMath.abs(x);
        double result = firstOf(order, size).value();
        return x < 0 && order % 2 != 0 ? -result : result;
    }

    private static DoubleDouble firstOf(int order, double x) {
        if (x < LARGE) {
            return series(order, x);
        }
        if (order <= 1) {
            return expansion(order, x)[0];
        }
        return order <= x ? upwards(order, x, expansion(0, x)[0], expansion(1, x)[0]) : downwards(order, x);
    }

    /** The second kind; not a number for negative arguments. */
    static double second(int order, double x) {
        if (order < 0) {
            return order % 2 == 0 ? second(-order, x) : -second(-order, x);
        }
        if (Double.isNaN(x) || x < 0) {
            return Double.NaN;
        }
        if (x == 0 || Double.isInfinite(x)) {
            return x == 0 ? Double.NEGATIVE_INFINITY : 0;
        }
        DoubleDouble zero = x < LARGE ? secondOfZero(x) : expansion(0, x)[1];
        if (order == 0) {
            return zero.value();
        }
        DoubleDouble one = x < LARGE ? secondOfOne(x) : expansion(1, x)[1];
        return order == 1 ? one.value() : upwards(order, x, zero, one).value();
    }

    private static DoubleDouble upwards(int order, double x, DoubleDouble zero, DoubleDouble one) {
        DoubleDouble before = zero;
        DoubleDouble now = one;
        for (int n = 1; n < order && !Double.isInfinite(now.high()) && !Double.isNaN(now.high()); n++) {
            DoubleDouble next = now.times(2.0 * n).over(x).minus(before);
            before = now;
            now = next;
        }
        return Double.isNaN(now.high()) || Double.isInfinite(now.high())
                ? DoubleDouble.of(Double.NEGATIVE_INFINITY)
                : now;
    }

    /** Backwards from an order whose value does not matter, until the sum of all tells the scale. */
    private static DoubleDouble downwards(int order, double x) {
        int from = 2 * ((int) (order + StrictMath.sqrt(160.0 * order) + 20) / 2);
        DoubleDouble after = DoubleDouble.ZERO;
        DoubleDouble now = DoubleDouble.of(1e-300);
        DoubleDouble sum = DoubleDouble.ZERO;
        DoubleDouble wanted = DoubleDouble.ZERO;
        for (int n = from; n > 0; n--) {
            DoubleDouble next = now.times(2.0 * n).over(x).minus(after);
            after = now;
            now = next;
            if (StrictMath.abs(now.high()) > 1e100) {
                after = after.times(1e-200);
                now = now.times(1e-200);
                sum = sum.times(1e-200);
                wanted = wanted.times(1e-200);
            }
            if (n - 1 == order) {
                wanted = now;
            }
            if ((n - 1) % 2 == 0) {
                sum = sum.plus(n - 1 == 0 ? now : now.scaled(1));
            }
        }
        return wanted.over(sum);
    }

    private static DoubleDouble series(int order, double x) {
        DoubleDouble half = DoubleDouble.of(x / 2);
        DoubleDouble term = DoubleDouble.ONE;
        for (int n = 1; n <= order && term.high() != 0; n++) {
            term = term.times(half).over(n);
        }
        DoubleDouble square = half.times(half).negated();
        DoubleDouble sum = term;
        double largest = StrictMath.abs(term.high());
        for (int k = 1; StrictMath.abs(term.high()) > largest * 1e-36 && term.high() != 0; k++) {
            term = term.times(square).over(k * (double) (k + order));
            sum = sum.plus(term);
            largest = StrictMath.max(largest, StrictMath.abs(sum.high()));
        }
        return sum;
    }

    private static DoubleDouble secondOfZero(double x) {
        DoubleDouble square = DoubleDouble.of(x / 2).times(x / 2).negated();
        DoubleDouble term = DoubleDouble.ONE;
        DoubleDouble harmonic = DoubleDouble.ZERO;
        DoubleDouble sum = DoubleDouble.ZERO;
        for (int k = 1; k < 20 || StrictMath.abs(term.high()) > 1e-40; k++) {
            term = term.times(square).over((double) k * k);
            harmonic = harmonic.plus(DoubleDouble.ONE.over(k));
            sum = sum.minus(term.times(harmonic));
        }
        return logarithm(x).times(series(0, x)).plus(sum).times(TWO_OVER_PI);
    }

    private static DoubleDouble logarithm(double x) {
        return DoubleDouble.of(x / 2).logarithm().plus(EULER);
    }

    private static DoubleDouble secondOfOne(double x) {
        DoubleDouble half = DoubleDouble.of(x / 2);
        DoubleDouble square = half.times(half).negated();
        DoubleDouble term = half;
        DoubleDouble harmonics = DoubleDouble.ONE;
        DoubleDouble sum = term.times(harmonics);
        DoubleDouble harmonic = DoubleDouble.ZERO;
        for (int k = 1; k < 20 || StrictMath.abs(term.high()) > 1e-40; k++) {
            term = term.times(square).over(k * (k + 1.0));
            harmonic = harmonic.plus(DoubleDouble.ONE.over(k));
            harmonics = harmonic.scaled(1).plus(DoubleDouble.ONE.over(k + 1));
            sum = sum.plus(term.times(harmonics));
        }
        return logarithm(x)
                .times(series(1, x))
                .scaled(1)
                .minus(DoubleDouble.of(2).over(x))
                .minus(sum)
                .over(DoubleDouble.PI);
    }

    /** Both kinds for a large argument, by Hankel's expansion. */
    private static DoubleDouble[] expansion(int order, double x) {
        DoubleDouble p = DoubleDouble.ONE;
        DoubleDouble q = DoubleDouble.ZERO;
        DoubleDouble term = DoubleDouble.ONE;
        double mu = 4.0 * order * order;
        for (int k = 1; k < 100; k++) {
            DoubleDouble next =
                    term.times(mu - (2.0 * k - 1) * (2.0 * k - 1)).over(8.0 * k).over(x);
            if (StrictMath.abs(next.high()) >= StrictMath.abs(term.high()) || StrictMath.abs(next.high()) < 1e-36) {
                break;
            }
            term = next;
            boolean minus = k % 4 >= 2;
            DoubleDouble signed = minus ? term.negated() : term;
            if (k % 2 == 0) {
                p = p.plus(signed);
            } else {
                q = q.plus(signed);
            }
        }
        DoubleDouble[] at = DoubleDouble.sineAndCosine(x);
        // the angle is x less a quarter of pi, and for order one another half
        DoubleDouble cosine = order == 0 ? at[1].plus(at[0]) : at[0].minus(at[1]);
        DoubleDouble sine = order == 0 ? at[0].minus(at[1]) : at[0].plus(at[1]).negated();
        DoubleDouble scale = DoubleDouble.ONE.over(DoubleDouble.PI.times(x).squareRoot());
        return new DoubleDouble[] {
            p.times(cosine).minus(q.times(sine)).times(scale),
            p.times(sine).plus(q.times(cosine)).times(scale)
        };
    }
}
