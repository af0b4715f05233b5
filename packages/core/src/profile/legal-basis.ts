/**
 * Why the law lets us write for a purpose: GDPR art. 6(1) (https://eur-lex.europa.eu/eli/reg/2016/679/oj#art_6), and the exception for
 * one's own customers, ePrivacy directive art. 13(2) (https://eur-lex.europa.eu/eli/dir/2002/58/2009-12-19#art_13).
 */
export type LegalBasis =
  "consent" | "contract" | "legal-obligation" | "vital-interest" | "public-task" | "legitimate-interest" | "soft-opt-in"

/** What a legal basis asks of the records of a person. */
export interface BasisRule {
  /** The bases of a yes that is enough; `null` where no yes is needed. */
  readonly needs: readonly LegalBasis[] | null
  /** Whether a no holds what we start. GDPR art. 21 knows no objection to what a law or a life demands. */
  readonly heedsObjection: boolean
}

/** What each legal basis asks for. A soft opt-in is met by a full consent too, and never the other way round. */
export const basisRules: { readonly [Basis in LegalBasis]: BasisRule } = {
  consent: { needs: ["consent"], heedsObjection: true },
  contract: { needs: null, heedsObjection: true },
  "legal-obligation": { needs: null, heedsObjection: false },
  "vital-interest": { needs: null, heedsObjection: false },
  "public-task": { needs: null, heedsObjection: true },
  "legitimate-interest": { needs: null, heedsObjection: true },
  "soft-opt-in": { needs: ["consent", "soft-opt-in"], heedsObjection: true },
}

/** Every legal basis by its name. */
export const legalBases = Object.keys(basisRules) as readonly LegalBasis[] // the keys of the record above

/** Whether a word from outside names a legal basis. */
export const isLegalBasis = (word: unknown): word is LegalBasis =>
  typeof word === "string" && Object.hasOwn(basisRules, word)
