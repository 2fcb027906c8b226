// Emoji by their Slack names. Names from https://github.com/iamcal/emoji-data, the set that Slack uses.

/** Those that mean something on this floor, with what the bot takes them for. */
export const FLOOR_EMOJI = [
  ["ticket", "open a ticket"], ["eyes", "take it"], ["question", "ask for information"],
  ["rotating_light", "urgent"], ["arrow_double_up", "escalate"], ["hand", "acknowledge"],
  ["outbox_tray", "ask the provider"], ["double_vertical_bar", "put on hold"], ["white_check_mark", "resolved"],
  ["link", "belongs together"], ["pushpin", "not a request"], ["+1", "fine"],
];

export const MORE_EMOJI = [
  "admission_tickets", "-1", "pray", "tada", "heart", "joy", "slightly_smiling_face", "thinking_face", "fire",
  "raised_hands", "clap", "wave", "hourglass_flowing_sand", "warning", "x", "rocket", "slot_machine", "game_die",
];

const WORDS = `
+1 👍 thumbsup 👍 -1 👎 thumbsdown 👎 100 💯 1234 🔢 admission_tickets 🎟️ alarm_clock ⏰ ambulance 🚑 anger 💢
arrow_backward ◀️ arrow_double_down ⏬ arrow_double_up ⏫ arrow_down ⬇️ arrow_forward ▶️ arrow_left ⬅️ arrow_right ➡️
arrow_up ⬆️ arrow_up_small 🔼 arrow_down_small 🔽 arrows_counterclockwise 🔄 arrow_right_hook ↪️ leftwards_arrow_with_hook ↩️
ballot_box_with_check ☑️ ballot_box_with_ballot 🗳️ bank 🏦 bar_chart 📊 bell 🔔 no_bell 🔕 beetle 🪲 bug 🐛 black_circle ⚫
black_square_for_stop ⏹️ black_right_pointing_double_triangle_with_vertical_bar ⏭️ blue_heart 💙 blush 😊 bomb 💣 book 📖 bookmark 🔖 books 📚 boom 💥
bulb 💡 bust_in_silhouette 👤 busts_in_silhouette 👥 calendar 📆 date 📅 spiral_calendar_pad 🗓️ calling 📲 camera 📷 card_file_box 🗃️ card_index 📇
card_index_dividers 🗂️ cherries 🍒 chart_with_downwards_trend 📉 chart_with_upwards_trend 📈 clap 👏 clipboard 📋 clock1 🕐 clock3 🕒 clock9 🕘 coffee ☕
computer 💻 construction 🚧 credit_card 💳 cry 😢 crystal_ball 🔮 dart 🎯 diamonds ♦️ clubs ♣️ hearts ♥️ spades ♠️ black_joker 🃏 dollar 💵 euro 💶
double_vertical_bar ⏸️ e-mail 📧 email 📧 envelope ✉️ envelope_with_arrow 📩 exclamation ❗ heavy_exclamation_mark ❗ eyes 👀 eye 👁️ fast_forward ⏩ rewind ⏪
file_folder 📁 open_file_folder 📂 fire 🔥 flag-br 🇧🇷 flag-es 🇪🇸 flag-gb 🇬🇧 flag-us 🇺🇸 flag-mt 🇲🇹 game_die 🎲 gear ⚙️ ghost 👻 globe_with_meridians 🌐
green_heart 💚 grey_exclamation ❕ grey_question ❔ grin 😁 grinning 😀 hammer 🔨 hammer_and_wrench 🛠️ hand ✋ raised_hand ✋ handshake 🤝 heart ❤️
heavy_check_mark ✔️ heavy_division_sign ➗ heavy_minus_sign ➖ heavy_multiplication_x ✖️ heavy_plus_sign ➕ hourglass ⌛ hourglass_flowing_sand ⏳ hotsprings ♨️
hugging_face 🤗 hush 🤫 inbox_tray 📥 information_source ℹ️ joy 😂 key 🔑 label 🏷️ ladder 🪜 large_blue_circle 🔵 large_blue_square 🟦 large_brown_circle 🟤
large_green_circle 🟢 large_green_square 🟩 large_orange_circle 🟠 large_orange_square 🟧 large_purple_circle 🟣 large_red_square 🟥 large_yellow_circle 🟡
large_yellow_square 🟨 laughing 😆 left_speech_bubble 🗨️ link 🔗 lock 🔒 unlock 🔓 lower_left_ballpoint_pen 🖊️ loudspeaker 📢 mag 🔍 mag_right 🔎 mailbox 📫
mantelpiece_clock 🕰️ mega 📣 memo 📝 pencil 📝 pencil2 ✏️ money_with_wings 💸 moneybag 💰 muscle 💪 mute 🔇 new 🆕 neutral_face 😐 no_entry ⛔ no_entry_sign 🚫
octagonal_sign 🛑 ok ✅ ok_hand 👌 outbox_tray 📤 package 📦 page_facing_up 📄 page_with_curl 📃 pager 📟 paperclip 📎 linked_paperclips 🖇️ partying_face 🥳
passport_control 🛂 phone ☎️ telephone_receiver 📞 point_down 👇 point_left 👈 point_right 👉 point_up ☝️ police_car 🚓 pray 🙏 purple_heart 💜 pushpin 📌
round_pushpin 📍 question ❓ rage 😡 rainbow 🌈 raised_hands 🙌 raising_hand 🙋 recycle ♻️ red_circle 🔴 repeat 🔁 robot_face 🤖 rocket 🚀 rotating_light 🚨
satellite 🛰️ scales ⚖️ scissors ✂️ scream 😱 scroll 📜 shield 🛡️ shrug 🤷 sleeping 😴 slightly_smiling_face 🙂 slightly_frowning_face 🙁 slot_machine 🎰
small_blue_diamond 🔹 small_orange_diamond 🔸 small_red_triangle 🔺 small_red_triangle_down 🔻 smile 😄 smiley 😃 snail 🐌 snooze 💤 zzz 💤 sob 😭 sos 🆘 sparkles ✨
speech_balloon 💬 star ⭐ star2 🌟 stopwatch ⏱️ sun_with_face 🌞 sunny ☀️ sunrise 🌅 sweat_smile 😅 tada 🎉 telescope 🔭 thinking_face 🤔 thread 🧵
thought_balloon 💭 ticket 🎫 timer_clock ⏲️ toolbox 🧰 triangular_flag_on_post 🚩 trophy 🏆 twisted_rightwards_arrows 🔀 two 2️⃣ one 1️⃣ three 3️⃣ four 4️⃣ five 5️⃣
zero 0️⃣ unamused 😒 v ✌️ vertical_traffic_light 🚦 traffic_light 🚥 video_game 🎮 warning ⚠️ watch ⌚ wastebasket 🗑️ wave 👋 wavy_dash 〰️ white_check_mark ✅
white_circle ⚪ white_large_square ⬜ black_large_square ⬛ wink 😉 wrench 🔧 writing_hand ✍️ x ❌ yellow_heart 💛 zap ⚡ zipper_mouth_face 🤐
`;

const BY_NAME = new Map();
const words = WORDS.trim().split(/\s+/u);
for (let index = 0; index + 1 < words.length; index += 2) BY_NAME.set(words[index], words[index + 1]);

/** The picture for a name, or `:name:` when this page has none. */
export function emojiText(name) {
  const [base] = name.replace(/^:|:$/g, "").split("::");
  return BY_NAME.get(base) ?? `:${base}:`;
}

export const isEmoji = (name) => BY_NAME.has(name.split("::")[0]);

/** Names that begin with, or else contain, what was typed. */
export function emojiLike(typed, most = 8) {
  const names = [...BY_NAME.keys()];
  const first = names.filter((name) => name.startsWith(typed));
  const others = names.filter((name) => !name.startsWith(typed) && name.includes(typed));
  return [...first, ...others].slice(0, most);
}
