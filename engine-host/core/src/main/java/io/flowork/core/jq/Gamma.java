package io.flowork.core.jq;

/** The gamma function, its logarithm, and the error function. */
final class Gamma {
    /** From here on Stirling's series is exact enough. */
    private static final double LARGE = 30;

    /** The series' factors: Bernoulli numbers B(2k) over 2k (2k - 1). */
    private static final double[][] STIRLING = {
        {1, 12},
        {-1, 360},
        {1, 1260},
        {-1, 1680},
        {1, 1188},
        {-691, 360_360},
        {1, 156},
        {-3617, 122_400},
        {43_867, 244_188},
        {-174_611, 125_400},
        {77_683, 5796},
        {-236_364_091, 1_506_960},
        {657_931, 300}
    };

    private static final DoubleDouble HALF_LOG_2_PI =
            DoubleDouble.PI.scaled(1).logarithm().scaled(-1);
    private static final DoubleDouble ROOT_PI = DoubleDouble.PI.squareRoot();

    /** Beyond it gamma is infinite. */
    private static final double OVERFLOW = 171.7;

    private Gamma() {}

    /** The gamma function. */
    static double gamma(double x) {
        if (Double.isNaN(x) || x == Double.NEGATIVE_INFINITY || (x < 0 && x == StrictMath.floor(x))) {
            return Double.NaN;
        }
        if (x == 0) {
            return 1 / x;
        }
        if (x > OVERFLOW) {
            return Double.POSITIVE_INFINITY;
        }
        if (x >= 0.5) {
            return positive(DoubleDouble.of(x)).value();
        }
        if (x < -190) {
            return StrictMath.floor(x) % 2 == 0 ? 0.0 : -0.0;
        }
        if (x < -160) {
            // the gamma of 1 - x is too large for a double
            DoubleDouble log = DoubleDouble.PI
                    .logarithm()
                    .minus(absolute(DoubleDouble.sineOfPiTimes(x)).logarithm())
                    .minus(logarithm(DoubleDouble.ONE.minus(DoubleDouble.of(x))));
            double size = log.exponential().value();
            return StrictMath.floor(x) % 2 == 0 ? size : -size;
        }
        DoubleDouble other = positive(DoubleDouble.ONE.minus(DoubleDouble.of(x)));
        return DoubleDouble.PI.over(DoubleDouble.sineOfPiTimes(x).times(other)).value();
    }

    /** Gamma of a number from 0.5. */
    private static DoubleDouble positive(DoubleDouble x) {
        DoubleDouble product = DoubleDouble.ONE;
        DoubleDouble shifted = x;
        while (shifted.high() < LARGE) {
            product = product.times(shifted);
            shifted = shifted.plus(1);
        }
        return stirling(shifted).exponential().over(product);
    }

    /** The logarithm of gamma's size. */
    static double logarithm(double x) {
        if (Double.isNaN(x)) {
            return x;
        }
        if (Double.isInfinite(x) || (x <= 0 && x == StrictMath.floor(x))) {
            return Double.POSITIVE_INFINITY;
        }
        if (x == 1 || x == 2) {
            return 0;
        }
        if (x > 1e17) {
            return x * (StrictMath.log(x) - 1);
        }
        if (x >= 0.5) {
            return logarithm(DoubleDouble.of(x)).value();
        }
        if (StrictMath.abs(x) < 1e-300) {
            return -StrictMath.log(StrictMath.abs(x));
        }
        return DoubleDouble.PI
                .over(absolute(DoubleDouble.sineOfPiTimes(x)))
                .logarithm()
                .minus(logarithm(DoubleDouble.ONE.minus(DoubleDouble.of(x))))
                .value();
    }

    /** The sign of gamma: 1 or -1. */
    static int sign(double x) {
        return (x < 0 && StrictMath.floor(x) % 2 != 0 && x != StrictMath.floor(x)) || 1 / x == Double.NEGATIVE_INFINITY
                ? -1
                : 1;
    }

    private static DoubleDouble logarithm(DoubleDouble x) {
        DoubleDouble product = DoubleDouble.ONE;
        DoubleDouble shifted = x;
        while (shifted.high() < LARGE) {
            product = product.times(shifted);
            shifted = shifted.plus(1);
        }
        return stirling(shifted).minus(product.logarithm());
    }

    private static DoubleDouble stirling(DoubleDouble x) {
        DoubleDouble sum = x.plus(-0.5).times(x.logarithm()).minus(x).plus(HALF_LOG_2_PI);
        DoubleDouble square = x.times(x);
        DoubleDouble power = x;
        for (double[] factor : STIRLING) {
            sum = sum.plus(DoubleDouble.of(factor[0]).over(power.times(factor[1])));
            power = power.times(square);
        }
        return sum;
    }

    private static DoubleDouble absolute(DoubleDouble x) {
        return x.high() < 0 ? x.negated() : x;
    }

    /** The error function. */
    static double errorFunction(double x) {
        double size = StrictMath.abs(x);
        if (!(size < 6)) {
            return Double.isNaN(x) ? x : StrictMath.copySign(1.0, x);
        }
        return size < 1e-150 ? 2 * x / ROOT_PI.high() : series(x).value();
    }

    /** One minus the error function, exact also where that is small. */
    static double complement(double x) {
        if (Double.isNaN(x)) {
            return x;
        }
        if (x > 27.5) {
            return 0;
        }
        if (x < -6) {
            return 2;
        }
        return x < 3 ? DoubleDouble.ONE.minus(series(x)).value() : fraction(x);
    }

    /** The error function by its series of terms that all have one sign. */
    private static DoubleDouble series(double x) {
        DoubleDouble square = DoubleDouble.of(x).times(x);
        DoubleDouble term = DoubleDouble.of(x);
        DoubleDouble sum = term;
        for (int n = 1; StrictMath.abs(term.high()) > StrictMath.abs(sum.high()) * 1e-34; n++) {
            term = term.times(square).scaled(1).over(2 * n + 1);
            sum = sum.plus(term);
        }
        return sum.times(square.negated().exponential()).scaled(1).over(ROOT_PI);
    }

    /** One minus the error function of a number from 3, as a continued fraction. */
    private static double fraction(double x) {
        DoubleDouble value = DoubleDouble.of(x);
        DoubleDouble tail = value;
        for (int n = 120; n > 0; n--) {
            tail = value.plus(DoubleDouble.of(n / 2.0).over(tail));
        }
        return value.times(x).negated().exponential().over(ROOT_PI.times(tail)).value();
    }
}
