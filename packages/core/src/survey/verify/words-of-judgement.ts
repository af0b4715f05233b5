import { plain } from "../spoken.ts"

// Words of judgement as they stand at the ends of scales and in lists of options, in Spanish and in English, without accents.

const good: ReadonlySet<string> = new Set(
  (
    "excellent;very good;good;great;fantastic;perfect;very satisfied;satisfied;extremely satisfied;very easy;easy;strongly agree;agree;" +
    "best;amazing;outstanding;wonderful;very happy;happy;very likely;extremely likely;" +
    "excelente;muy bueno;muy buena;bueno;buena;muy bien;bien;genial;fantastico;perfecto;muy satisfecho;muy satisfecha;satisfecho;" +
    "satisfecha;muy facil;facil;totalmente de acuerdo;de acuerdo;lo mejor;estupendo;magnifico;maravilloso;muy contento;contento;" +
    "muy probable;increible;sobresaliente"
  ).split(";"),
)

const bad: ReadonlySet<string> = new Set(
  (
    "terrible;very bad;bad;awful;poor;very poor;horrible;very dissatisfied;dissatisfied;extremely dissatisfied;very difficult;difficult;" +
    "very hard;hard;strongly disagree;disagree;worst;very unhappy;unhappy;very unlikely;not at all likely;not satisfied;" +
    "not at all satisfied;" +
    "muy malo;muy mala;malo;mala;muy mal;mal;pesimo;pesima;horrible;fatal;muy insatisfecho;muy insatisfecha;insatisfecho;insatisfecha;" +
    "nada satisfecho;nada satisfecha;muy dificil;dificil;totalmente en desacuerdo;en desacuerdo;lo peor;muy descontento;descontento;" +
    "nada probable"
  ).split(";"),
)

const word = (text: string): string =>
  plain(text)
    .replace(/[^\p{L}\s]/gu, "")
    .trim()

/** Whether a label praises. */
export const isGood = (label: string): boolean => good.has(word(label))

/** Whether a label blames. */
export const isBad = (label: string): boolean => bad.has(word(label))
