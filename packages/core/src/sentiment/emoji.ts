// How emoji and emoticons feel, from -3 to 3. Skin tones and variation selectors are characters of their own and say nothing.
const groups: readonly (readonly [weight: number, symbols: string])[] = [
  [3, "😍 🥰 🤩 🎉 🥳 ❤ 💖"],
  [2, "😀 😃 😄 😁 😊 ☺ 😘 😻 🤗 💕 💗 💙 💚 💛 💜 🧡 🤍 💞 💘 👏 🙌 👍 😎 🏆 🌟 ⭐"],
  [2, "✨ 💪 💯 😇 🤣 😂 😆 😋 🎊 ♥ 🫶"],
  [1, "🙂 😉 😌 😜 😝 😛 😅 🙏 👌 ✅ ✔ 🔥 🌹 🌸 🌺 🌷 ☀ 🎁 🎂 🎶 😏 🤝 💃 🍀 😚 😙"],
  [-1, "😐 😑 😒 🙄 😕 🤔 😬 😴 😪 😳 😶 🤷 🤦 ⚠ ❓ 🥱 😷 🫤"],
  [-2, "😞 😔 😟 🙁 ☹ 😢 😥 😓 😣 😖 😫 😩 😭 👎 💔 😨 😰 😱 🤕 🤒"],
  [-2, "😤 😠 ❌ 🥺 😿 😧 😦 🥲"],
  [-3, "😡 🤬 🤮 🤢 💩 🖕 👿"],
]

const emoticons: readonly (readonly [weight: number, symbols: string])[] = [
  [2, ":D :-D =D ;D <3 :') :'D"],
  [1.5, ":) :-) =) ;) ;-) :] :P :p ;P =P :* :-* :3 =]"],
  [-1, ":/ :\\ :-/ :-\\ =/ :| :-| :o :O"],
  [-2, ":( :-( =( ;( :'( :[ :c :C D:"],
]

const weights: ReadonlyMap<string, number> = new Map(
  [...groups, ...emoticons].flatMap(([weight, symbols]) =>
    symbols.split(" ").map((symbol): readonly [string, number] => [symbol, weight]),
  ),
)

/** How an emoji or emoticon feels, from -3 to 3; 0 when it says nothing that we know. */
export const emojiWeight = (symbol: string): number => weights.get(symbol) ?? 0
