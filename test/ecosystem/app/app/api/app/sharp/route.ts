import sharp from 'sharp'

export async function POST(request: Request) {
  const width = Number(new URL(request.url).searchParams.get('w') ?? 16)
  const input = Buffer.from(await request.arrayBuffer())
  const out = await sharp(input).resize(width).webp({ quality: 80 }).toBuffer()
  return new Response(new Uint8Array(out), {
    headers: { 'Content-Type': 'image/webp', 'Content-Length': String(out.length) },
  })
}
