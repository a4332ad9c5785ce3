import { Bot } from 'grammy'

export const bot = new Bot(process.env.TELEGRAM_TOKEN!, {
  client: { apiRoot: `${process.env.MOCK_HTTP_URL}/telegram` },
  botInfo: {
    id: 123456,
    is_bot: true,
    first_name: 'Eco',
    username: 'eco_bot',
    can_join_groups: true,
    can_read_all_group_messages: false,
    supports_inline_queries: false,
    can_connect_to_business: false,
    has_main_web_app: false,
  } as any,
})
bot.command('ping', (ctx) => ctx.reply('pong'))
bot.on('message:text', (ctx) => ctx.reply(`echo: ${ctx.message.text}`))
