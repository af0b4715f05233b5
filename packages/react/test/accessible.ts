import axe from "axe-core"

/** What axe finds wrong with a part of the page, as sentences. Colours are for the pages that have styles. */
export const violationsIn = async (part: Element): Promise<readonly string[]> => {
  const { violations } = await axe.run(part, {
    rules: { "color-contrast": { enabled: false }, region: { enabled: false } },
  })
  return violations.map(({ id, help, nodes }) => `${id}: ${help} (${nodes.map(({ html }) => html).join(", ")})`)
}
