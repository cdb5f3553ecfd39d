package io.flowork.grammar.jq;

/** The catalogue's entries about dates and times; {@link JqFunctionReader} says how they are written. */
final class DateFunctions {
    static final String TEXT = """
            todate : number|array -> string
              Seconds since 1970 as a date and time in ISO 8601, UTC.
              0 => todate => "1970-01-01T00:00:00Z"
            fromdate : string -> number
              A date and time in ISO 8601, UTC, as seconds since 1970.
              "1970-01-02T00:00:00Z" => fromdate => 86400
            todateiso8601 : number|array -> string
              Seconds since 1970 as a date and time in ISO 8601, UTC.
              0 => todateiso8601 => "1970-01-01T00:00:00Z"
            fromdateiso8601 : string -> number
              A date and time in ISO 8601, UTC, as seconds since 1970.
              "1970-01-02T00:00:00Z" => fromdateiso8601 => 86400
            dateiso8601 : number|array -> string
              Seconds since 1970 as a date and time in ISO 8601, UTC.
              0 => dateiso8601 => "1970-01-01T00:00:00Z"
            date : number|array -> string
              Seconds since 1970 as a date and time in ISO 8601, UTC.
              0 => date => "1970-01-01T00:00:00Z"
            dateadd(unit; amount) : any ->* any
              A date and time with seconds added.
              0 => dateadd("seconds"; 10) => 10
            datesub(unit; amount) : any ->* any
              A date and time with seconds subtracted.
              10 => datesub("seconds"; 10) => 0
            gmtime : number -> [number]
              Seconds since 1970 as year, month from 0, day, hour, minute, second, day of the week and day of the year, UTC.
              0 => gmtime => [1970,0,1,0,0,0,4,0]
            localtime : number -> [number]
              The same as `gmtime`: a workflow's one time zone is UTC.
              0 => localtime => [1970,0,1,0,0,0,4,0]
            mktime : array -> number
              The seconds since 1970 of a broken down time, UTC.
              [1970,0,2,0,0,0,5,1] => mktime => 86400
            strptime($format: string) : string -> [number]
              The broken down time that a text spells in a format.
              "1970-01-02" => strptime("%Y-%m-%d") | mktime => 86400
            strftime($format: string) : number|array -> string
              A time as a text in a format, UTC.
              0 => strftime("%Y-%m-%d") => "1970-01-01"
            strflocaltime($format: string) : number|array -> string
              The same as `strftime`: a workflow's one time zone is UTC.
              0 => strflocaltime("%H:%M %Z") => "00:00 UTC"
            """;

    private DateFunctions() {}
}
