import type { Locator, Page } from "playwright-core"

/** What somebody wrote in the chat of the shop, once the server has it. */
export const sentLine = (page: Page, text: string): Locator =>
  page.locator('[data-from="customer"][data-state="sent"]', { hasText: text })

/** What we wrote, as the customer sees it. */
export const ourLine = (page: Page, text: string): Locator => page.locator('[data-from="team"]', { hasText: text })

/** Waits until the chat is joined to the server. */
export const chatIsLive = (page: Page): Promise<void> => page.locator('.escucha-chat[data-status="live"]').waitFor()

/** Writes in the chat as a person does. */
export const say = async (page: Page, text: string): Promise<void> => {
  await page.locator(".escucha-composer textarea").fill(text)
  await page.keyboard.press("Enter")
}
