/** The line that ends a run of tests: for people, and for programs that read it. */
export const closingLine = ({ passed, failed, skipped }) => `${passed} passed, ${failed} failed, ${skipped} skipped`
