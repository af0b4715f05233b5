import { useEffect, useState } from "react"
import { ShoppingBag } from "lucide-react"
import { ChatCorner } from "./chat-corner.tsx"
import { goods, type Good } from "./goods.ts"
import { Provider } from "./hooks.ts"
import { texts, type ShopLanguage, type ShopTexts } from "./texts.ts"

interface ShelfProps {
  readonly language: ShopLanguage
  readonly words: ShopTexts
  readonly basket: readonly string[]
  readonly onAdd: (good: Good) => void
}

const Shelf = ({ language, words, basket, onAdd }: ShelfProps) => {
  const price = new Intl.NumberFormat(language, { style: "currency", currency: "EUR", maximumFractionDigits: 0 })
  return (
    <ul className="shelf">
      {goods.map((good) => (
        <li key={good.id}>
          <svg viewBox="0 0 96 96" aria-hidden="true">
            {good.drawing.map(({ path, tone }) => (
              <path key={path} d={path} className={`tone-${tone}`} />
            ))}
          </svg>
          <h3>{good.name[language]}</h3>
          <p>{good.note[language]}</p>
          <p className="price">{price.format(good.price)}</p>
          <button
            type="button"
            className="quiet-button"
            aria-label={`${words.add}: ${good.name[language]}`}
            onClick={() => onAdd(good)}
          >
            {basket.includes(good.id) ? words.added : words.add}
          </button>
        </li>
      ))}
    </ul>
  )
}

/** A small shop, as a customer of ours would have one, with the chat in its corner. */
export const Shop = () => {
  const [language, setLanguage] = useState<ShopLanguage>(navigator.language.startsWith("es") ? "es" : "en")
  const [basket, setBasket] = useState<readonly string[]>([])
  const words = texts[language]
  useEffect(() => {
    document.documentElement.lang = language
  }, [language])
  const other = language === "es" ? "en" : "es"
  return (
    <div className="shop">
      <header className="shop-top">
        <p className="shop-name">Albada</p>
        <button type="button" className="text-button" lang={other} onClick={() => setLanguage(other)}>
          {words.other}
        </button>
        <output className="shop-basket">
          <ShoppingBag aria-hidden="true" />
          {words.basket(basket.length)}
        </output>
      </header>
      <main>
        <div className="shop-hero">
          <h1>{words.tagline}</h1>
          <p>{words.intro}</p>
        </div>
        <h2>{words.shelf}</h2>
        <Shelf language={language} words={words} basket={basket} onAdd={(good) => setBasket([...basket, good.id])} />
        <ul className="shop-promise">
          {words.promise.map((each) => (
            <li key={each}>{each}</li>
          ))}
        </ul>
      </main>
      <footer>
        <p>{words.footer}</p>
      </footer>
      <aside aria-label={words.help}>
        <Provider>
          <ChatCorner language={language} />
        </Provider>
      </aside>
    </div>
  )
}
