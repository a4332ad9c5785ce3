import { render } from '@react-email/render'
import nodemailer from 'nodemailer'
import { WelcomeEmail } from '@/emails/welcome'

const transporter = nodemailer.createTransport({
  host: '127.0.0.1',
  port: Number(process.env.MOCK_SMTP_PORT),
  ignoreTLS: true,
})

export async function POST(request: Request) {
  const { to, name } = await request.json()
  const html = await render(<WelcomeEmail name={name} />)
  const text = await render(<WelcomeEmail name={name} />, { plainText: true })
  await transporter.sendMail({ from: 'eco@example.com', to, subject: `Welcome ${name}`, html, text })
  return Response.json({ html, text })
}
