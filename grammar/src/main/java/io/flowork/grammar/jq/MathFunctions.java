package io.flowork.grammar.jq;

/** The catalogue's entries about numbers; {@link JqFunctionReader} says how they are written. */
final class MathFunctions {
    static final String TEXT = """
            floor : number -> number
              The greatest integer that is not greater.
              1.5 => floor => 1
            ceil : number -> number
              The least integer that is not less.
              1.5 => ceil => 2
            sqrt : number -> number
              The square root.
              9 => sqrt => 3
            round : number -> number
              The nearest integer; halves go away from zero.
              2.5 => round => 3
            trunc : number -> number
              The integer part.
              -1.5 => trunc => -1
            rint : number -> number
              The nearest integer; halves go to the even one.
              2.5 => rint => 2
            nearbyint : number -> number
              The nearest integer; halves go to the even one.
              2.5 => nearbyint => 2
            fabs : number -> number
              The absolute value.
              -2 => fabs => 2
            cbrt : number -> number
              The cube root.
              27 => cbrt => 3
            exp : number -> number
              e to the power of the input.
              0 => exp => 1
            exp2 : number -> number
              2 to the power of the input.
              3 => exp2 => 8
            exp10 : number -> number
              10 to the power of the input.
              2 => exp10 => 100
            expm1 : number -> number
              e to the power of the input, minus 1.
              0 => expm1 => 0
            log : number -> number
              The natural logarithm.
              1 => log => 0
            log2 : number -> number
              The logarithm to base 2.
              8 => log2 => 3
            log10 : number -> number
              The logarithm to base 10.
              100 => log10 => 2
            log1p : number -> number
              The natural logarithm of the input plus 1.
              0 => log1p => 0
            logb : number -> number
              The exponent of the number as a power of 2.
              8 => logb => 3
            significand : number -> number
              The number divided by the power of 2 in it.
              8 => significand => 1
            sin : number -> number
              The sine.
              0 => sin => 0
            cos : number -> number
              The cosine.
              0 => cos => 1
            tan : number -> number
              The tangent.
              0 => tan => 0
            asin : number -> number
              The arc sine.
              0 => asin => 0
            acos : number -> number
              The arc cosine.
              1 => acos => 0
            atan : number -> number
              The arc tangent.
              0 => atan => 0
            sinh : number -> number
              The hyperbolic sine.
              0 => sinh => 0
            cosh : number -> number
              The hyperbolic cosine.
              0 => cosh => 1
            tanh : number -> number
              The hyperbolic tangent.
              0 => tanh => 0
            asinh : number -> number
              The inverse hyperbolic sine.
              0 => asinh => 0
            acosh : number -> number
              The inverse hyperbolic cosine.
              1 => acosh => 0
            atanh : number -> number
              The inverse hyperbolic tangent.
              0 => atanh => 0
            gamma : number -> number
              The logarithm of the absolute value of the gamma function.
              1 => gamma => 0
            lgamma : number -> number
              The logarithm of the absolute value of the gamma function.
              1 => lgamma => 0
            tgamma : number -> number
              The gamma function.
              5 => tgamma => 24
            erf : number -> number
              The error function.
              0 => erf => 0
            erfc : number -> number
              One minus the error function.
              0 => erfc => 1
            j0 : number -> number
              The Bessel function of the first kind and order 0.
              0 => j0 => 1
            j1 : number -> number
              The Bessel function of the first kind and order 1.
              0 => j1 => 0
            jn($order: number; $x: number) : any -> number
              The Bessel function of the first kind of a whole order up to 1,000.
              null => jn(2; 0) => 0
            y0 : number -> number
              The Bessel function of the second kind and order 0.
              1 => y0 < 0.1 => true
            y1 : number -> number
              The Bessel function of the second kind and order 1.
              1 => y1 < 0 => true
            yn($order: number; $x: number) : any -> number
              The Bessel function of the second kind of a whole order up to 1,000.
              null => yn(2; 1) < 0 => true
            pow($base: number; $exponent: number) : any -> number
              A number to the power of another.
              null => pow(2; 10) => 1024
            atan2($y: number; $x: number) : any -> number
              The angle of a point, from its y and x.
              null => atan2(0; 1) => 0
            hypot($x: number; $y: number) : any -> number
              The length of the diagonal.
              null => hypot(3; 4) => 5
            fmin($x: number; $y: number) : any -> number
              The lesser number.
              null => fmin(1; 2) => 1
            fmax($x: number; $y: number) : any -> number
              The greater number.
              null => fmax(1; 2) => 2
            fmod($x: number; $y: number) : any -> number
              The remainder of a division, with the sign of the first number.
              null => fmod(7; 4) => 3
            fdim($x: number; $y: number) : any -> number
              How much the first number is greater, at least 0.
              null => fdim(5; 3) => 2
            drem($x: number; $y: number) : any -> number
              The remainder to the nearest multiple.
              null => drem(7; 4) => -1
            remainder($x: number; $y: number) : any -> number
              The remainder to the nearest multiple.
              null => remainder(7; 4) => -1
            copysign($x: number; $y: number) : any -> number
              The first number with the sign of the second.
              null => copysign(1; -2) => -1
            nextafter($x: number; $y: number) : any -> number
              The next number towards another.
              null => nextafter(1; 1) => 1
            nexttoward($x: number; $y: number) : any -> number
              The next number towards another.
              null => nexttoward(1; 1) => 1
            ldexp($x: number; $exponent: number) : any -> number
              A number times a power of 2.
              null => ldexp(3; 2) => 12
            scalb($x: number; $exponent: number) : any -> number
              A number times a power of 2.
              null => scalb(3; 2) => 12
            scalbln($x: number; $exponent: number) : any -> number
              A number times a power of 2.
              null => scalbln(3; 2) => 12
            fma($x: number; $y: number; $z: number) : any -> number
              Two numbers multiplied and a third one added, rounded once.
              null => fma(2; 3; 4) => 10
            frexp : number -> [number]
              The fraction and the exponent of 2 that make a number.
              8 => frexp => [0.5,4]
            modf : number -> [number]
              The fraction and the integer part of a number.
              3.5 => modf => [0.5,3]
            lgamma_r : number -> [number]
              The logarithm of the absolute value of the gamma function, and its sign.
              1 => lgamma_r => [0,1]
            """;

    private MathFunctions() {}
}
