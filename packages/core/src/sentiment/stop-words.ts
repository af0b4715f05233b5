import type { KnownLanguage } from "./language.ts"

const spanish = `
  a al algo alguien alguna algunas alguno algunos ante antes aqui asi aun aunque bajo cada casi como con contra cosa cosas cual cuales
  cuando cuanto da dan dar de debe deben del demas dentro desde despues dia dias dice dicen dijo donde dos el ella ellas ello ellos en
  entonces entre era eran eres es esa esas ese eso esos esta estaba estaban estamos estan estar estas este esto estos estoy fue fueron
  fui ha habia haber hace hacen hacer hacia han hasta hay haya he hemos hice hizo hoy la las le les lo los luego mas me mi mientras
  mio mis mismo misma mucha muchas mucho muchos muy nada nadie ni no nos nosotros nuestra nuestras nuestro nuestros nunca o os otra
  otras otro otros para parece pero poco poder podria por porque pues puede pueden puedo que quien quiero se sea segun ser si sido
  siempre sin sobre sois solo somos son soy su sus suya suyo tal tambien tampoco tan tanto te tener tengo tenia ti tiene tienen toda
  todas todavia todo todos tras tu tus tuve tuvo un una unas uno unos usted ustedes va vamos van veces vez voy y ya yo
`
const english = `
  a about above after again against ago all almost also although always am an and any anything are aren around as at away back be
  because been before being between both but by came can cannot come could couldn d day days did didn do does doesn doing don done
  down during each either else even ever every everything few for from further get gets getting give given go goes going gone got had
  hadn has hasn have haven having he her here hers herself him himself his how however i if in into is isn it its itself just know let
  like ll made make makes many may me might mine more most much must my myself need never no nor not nothing now of off on once one
  only or other our ours ourselves out over own per put quite rather re really s said same say says see seem seems she should shouldn
  since so some someone something still such t take than that the their theirs them themselves then there these they thing things this
  those though through thus to told too took two under until up upon us use used ve very want was wasn way we well went were weren
  what when where whether which while who whom whose why will with within without won would wouldn yes yet you your yours yourself
  yourselves
`

const listOf = (words: string): ReadonlySet<string> => new Set(words.trim().split(/\s+/))

/** Words without accents that say nothing of what somebody speaks of, by language. */
export const stopWords: { readonly [Language in KnownLanguage]: ReadonlySet<string> } = {
  es: listOf(spanish),
  en: listOf(english),
}
