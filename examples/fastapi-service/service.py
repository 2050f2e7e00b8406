"""A FastAPI service whose prompt comes from Understudy. Run: uvicorn service:app"""

import os
import time
from typing import Optional

import httpx
from fastapi import FastAPI
from pydantic import BaseModel

from understudy import AsyncUnderstudy

understudy = AsyncUnderstudy(
    os.environ.get("UNDERSTUDY_URL", "http://localhost:3000"),
    os.environ.get("UNDERSTUDY_API_KEY", ""),
    deadline_ms=5_000,  # the first request may wait this long for the first bundle; then the fallback answers
)
openai = httpx.AsyncClient(
    base_url=os.environ.get("OPENAI_BASE_URL", "https://api.openai.com/v1"),
    headers={"authorization": f"Bearer {os.environ['OPENAI_API_KEY']}"},
    timeout=60,
)


app = FastAPI()


class Question(BaseModel):
    message: str
    user_id: Optional[str] = None


class Feedback(BaseModel):
    interaction_id: str
    thumbs: str


@app.post("/chat")
async def chat(question: Question):
    variables = {"customer_name": "a customer", "order_id": "unknown", "message": question.message}
    prompt = await understudy.resolve(
        "support/reply",
        user_id=question.user_id,
        variables=variables,
        placeholders={"history": []},  # the messages so far, if the page sends them
        fallback=question.message,
    )
    model = prompt.model or {"name": "gpt-4o-mini"}
    body = {"model": model["name"], **model.get("parameters", {}), "messages": prompt.messages}
    began = time.monotonic()
    response = await openai.post("/chat/completions", json=body)
    response.raise_for_status()
    answer = response.json()
    usage = answer["usage"]
    understudy.record(
        prompt,
        latency_ms=round((time.monotonic() - began) * 1_000),
        input_tokens=usage["prompt_tokens"],
        output_tokens=usage["completion_tokens"],
        completed=True,
    )
    return {"answer": answer["choices"][0]["message"]["content"], "interaction_id": prompt.interaction_id}


@app.post("/feedback", status_code=202)
async def feedback(given: Feedback):
    understudy.feedback(given.interaction_id, thumbs=given.thumbs)


@app.on_event("shutdown")
async def end():
    await understudy.close()  # sends what waits
    await openai.aclose()
