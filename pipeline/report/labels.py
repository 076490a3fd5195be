"""What the page says in Chinese and in English: names of kinds, classes, fields and codes."""

from __future__ import annotations

from typing import NamedTuple

from pipeline.core.record import Finding
from pipeline.core.texts import of_finding, said


class Label(NamedTuple):
    """A text of the page in both languages."""

    zh: str
    en: str


def same(text: str) -> Label:
    """Return a label that is no word of either language, or printed in the booklet."""
    return Label(text, text)


CLASSES = {
    "loss": Label("缺漏", "Losses"),
    "substantive": Label("實質變動", "Substantive"),
    "staff": Label("承辦人員異動", "Staff"),
    "routine": Label("例行變動", "Routine"),
    "typographic": Label("文字格式變動", "Typographic"),
}
CLASS_HINTS = {
    "loss": Label("上一版有、這一版沒有的內容", "In the former edition, not in this one"),
    "substantive": Label("讀者的權益或聯絡方式不同了", "Something a reader relies on is different"),
    "staff": Label(
        "同一機關換人、換分機或換電子郵件", "Another person, extension or e-mail at the same office"
    ),
    "routine": Label("日期恰隨年度順延", "Dates moved by exactly the years between the editions"),
    "typographic": Label("意思相同，只是寫法不同", "Written differently, meaning the same"),
}
KINDS = {
    "programme_added": Label("新增計畫", "Programme added"),
    "programme_removed": Label("刪除計畫", "Programme removed"),
    "programme_renamed": Label("計畫更名", "Programme renamed"),
    "programme_moved": Label("計畫移動", "Programme moved"),
    "area_renamed": Label("面向更名", "Area renamed"),
    "measure_renamed": Label("措施更名", "Measure renamed"),
    "organization_renamed": Label("機關更名", "Organization renamed"),
    "contact_changed": Label("聯絡方式", "Contact"),
    "website_changed": Label("網站", "Website"),
    "period_changed": Label("期間", "Period"),
    "amount_changed": Label("金額", "Amount"),
    "ratio_changed": Label("比率", "Ratio"),
    "discount_changed": Label("折扣", "Discount"),
    "duration_changed": Label("時間長短", "Duration"),
    "condition_changed": Label("資格條件", "Condition"),
    "service_changed": Label("服務項目", "Service"),
    "benefit_changed": Label("優惠方式", "Benefit"),
    "text_changed": Label("文字", "Text"),
    "label_changed": Label("欄位名稱", "Field label"),
}
SEVERITIES = {
    "error": Label("錯誤", "Errors"),
    "warning": Label("警告", "Warnings"),
    "note": Label("備註", "Notes"),
    "clean": Label("沒有待確認事項", "No findings"),
}
FIELDS = {
    "acronym": Label("簡稱", "Acronym"),
    "amounts": Label("金額", "Amount"),
    "area": Label("面向", "Area"),
    "assumptions": Label("推定", "Assumed"),
    "benefits": Label("優惠方式", "Benefits"),
    "bound": Label("上下限", "Bound"),
    "concerns": Label("負責項目", "Concerns"),
    "conditions": Label("資格條件", "Condition"),
    "contacts": Label("聯絡方式", "Contacts"),
    "contents": Label("目錄", "Contents page"),
    "discounts": Label("折扣", "Discount"),
    "durations": Label("時間長短", "Duration"),
    "emails": Label("電子郵件", "E-mail"),
    "end": Label("迄", "End"),
    "extension": Label("分機", "Extension"),
    "facts": Label("數值", "Facts"),
    "factor": Label("折扣", "Discount"),
    "front": Label("前言", "Front matter"),
    "introduction": Label("簡介", "Introduction"),
    "items": Label("項目", "Item"),
    "kind": Label("種類", "Kind"),
    "label": Label("欄位名稱", "Label"),
    "measure": Label("措施", "Measure"),
    "name": Label("名稱", "Name"),
    "note": Label("附註", "Note"),
    "number": Label("編號", "Number"),
    "organization": Label("機關", "Organization"),
    "other": Label("其他", "Other"),
    "per": Label("計算單位", "Per"),
    "periods": Label("期間", "Period"),
    "person": Label("聯絡人", "Person"),
    "phones": Label("電話", "Phone"),
    "printed": Label("原文", "Printed"),
    "programmes": Label("計畫", "Programmes"),
    "purpose": Label("用途", "Purpose"),
    "ratios": Label("比率", "Ratio"),
    "recurrence": Label("重複", "Recurrence"),
    "role": Label("性質", "Role"),
    "services": Label("服務項目", "Services"),
    "start": Label("起", "Start"),
    "subject": Label("對象", "Subject"),
    "summary": Label("簡介", "Summary"),
    "text": Label("內容", "Text"),
    "title": Label("標題", "Title"),
    "url": Label("網址", "Address"),
    "value": Label("值", "Value"),
    "websites": Label("網站", "Websites"),
}
CODES = {
    "origin": Label("版次說明檔", "origin.toml"),
    "cover": Label("封面", "Cover"),
    "title": Label("文件標題", "Title of the document"),
    "heading": Label("標題行", "A heading"),
    "edition": Label("版次名稱", "Name of the edition"),
    "file": Label("檔名", "File name"),
    "competent_authority": Label("主辦機關", "Competent authority"),
    "executing_agency": Label("執行單位", "Executing agency"),
    "service_team": Label("服務團", "Service team"),
    "max": Label("上限", "at most"),
    "min": Label("下限", "at least"),
    "exact": Label("定額", "exactly"),
    "case": Label("每案", "per case"),
    "year": Label("每年", "per year"),
    "person": Label("每人", "per person"),
    "hour": Label("每小時", "per hour"),
    "session": Label("每場次", "per session"),
    "month": Label("每月", "per month"),
    "day": Label("每日", "per day"),
    "household": Label("每戶", "per household"),
    "organization": Label("每單位", "per organization"),
    "unit": Label("每件", "per unit"),
    "grant": Label("補助獎勵", "grant"),
    "loan": Label("貸款", "loan"),
    "self_funding": Label("自籌款", "own funds"),
    "fee": Label("費用", "fee"),
    "guarantee": Label("保證", "guarantee"),
    "threshold": Label("資格門檻", "threshold"),
    "statistic": Label("統計數", "statistic"),
    "grant_share": Label("補助比率", "share granted"),
    "grant_bonus": Label("加碼比率", "added share"),
    "self_funding_share": Label("自籌比率", "own share"),
    "interest": Label("利率", "interest"),
    "fee_share": Label("費率", "fee rate"),
    "headcount_share": Label("人數比率", "share of heads"),
    "support_term": Label("補助期限", "term of support"),
    "loan_term": Label("貸款期限", "term of the loan"),
    "grace": Label("寬限期", "grace period"),
    "training": Label("訓練時間", "training"),
    "experience": Label("年資", "experience"),
    "look_back": Label("回溯期間", "looking back"),
    "processing": Label("作業時間", "processing time"),
    "application": Label("申請期間", "Application"),
    "support": Label("補助期間", "Support"),
    "other": Label("其他期間", "Other period"),
    "voice": Label("電話", "voice"),
    "fax": Label("傳真", "fax"),
    "mobile": Label("行動電話", "mobile"),
    "toll_free": Label("免付費電話", "toll-free"),
    "applicant": Label("申請者", "applicant"),
    "capital": Label("資本額", "capital"),
    "turnover": Label("營業額", "turnover"),
    "staff": Label("員工人數", "staff"),
    "age": Label("年齡", "age"),
    "registration": Label("登記", "registration"),
    "location": Label("所在地", "location"),
    "net_worth": Label("淨值", "net worth"),
    "credit": Label("信用", "credit"),
    "foreign_capital": Label("外資", "foreign capital"),
    "consortium": Label("聯合申請家數", "firms applying together"),
    "mid_sized_only": Label("限中堅企業", "mid-sized firms only"),
    "free": Label("免費", "free of charge"),
    "at_most": Label("不超過", "at most"),
    "less_than": Label("未滿", "less than"),
    "at_least": Label("至少", "at least"),
    "more_than": Label("超過", "more than"),
    "one_of": Label("其中之一", "one of"),
    "all_of": Label("皆須", "all of"),
    "none_of": Label("不得為", "none of"),
    "company": Label("公司", "company"),
    "sole_proprietorship": Label("獨資", "sole proprietorship"),
    "partnership": Label("合夥", "partnership"),
    "limited_partnership": Label("有限合夥", "limited partnership"),
    "enterprise": Label("企業", "enterprise"),
    "sme": Label("中小企業", "small or medium enterprise"),
    "manufacturer": Label("製造業", "manufacturer"),
    "factory": Label("工廠", "factory"),
    "university": Label("大專院校", "university"),
    "research_institution": Label("研究機構", "research institution"),
    "foundation": Label("財團法人", "foundation"),
    "association": Label("公協會", "association"),
    "hospital": Label("醫療機構", "hospital"),
    "government": Label("政府機關", "government body"),
    "natural_person": Label("自然人", "natural person"),
    "farmer": Label("農民", "farmer"),
    "business": Label("商業", "business"),
    "tax": Label("稅籍", "tax"),
    "bank_refusal": Label("銀行拒絕往來戶", "refused by banks"),
    "CN": Label("陸資", "PRC capital"),
    "TW": Label("國內", "Taiwan"),
    "fixed": Label("定期", "fixed dates"),
    "announced": Label("依公告", "as announced"),
    "rolling": Label("隨到隨審", "rolling"),
    "year_round": Label("全年受理", "all year"),
    "ongoing": Label("經常性", "ongoing"),
    "until_full": Label("額滿為止", "until full"),
    "event": Label("活動日", "event"),
}
ASSUMPTIONS = {
    "bound-from-heading": Label("上下限取自標題", "bound from the heading"),
    "currency-missing": Label("未寫幣別", "currency not printed"),
    "day-left-out": Label("不含當日", "the day itself is left out"),
    "end-of-edition-year": Label("未寫迄日，至版本年度終了", "no end printed: until the edition's year ends"),
    "end-next-year": Label("迄日為次年", "the end is next year's"),
    "large-number-in-money-clause": Label("金額句中的大數", "large number in a clause on money"),
    "per-from-heading": Label("單位取自標題", "unit from the heading"),
    "per-from-label": Label("單位取自欄位名稱", "unit from the label"),
    "share-of-first-part": Label("取比例的前項", "share of the first part"),
    "tentative": Label("暫定", "tentative"),
    "unit-of-list-end": Label("單位取自列舉之末", "unit from the end of the list"),
    "unit-of-range-end": Label("單位取自範圍之末", "unit from the end of the range"),
    "year-from-edition": Label("年份取自版本", "year from the edition"),
    "year-from-end": Label("年份取自迄日", "year from the end"),
    "year-from-sentence": Label("年份取自同句", "year from the sentence"),
    "yuan-missing": Label("未寫元", "元 not printed"),
}


def role(value: str | None) -> Label:
    """Return what a fact is for."""
    if value is None:
        return Label("性質未明", "role not said")
    return Label("其他性質", "other") if value == "other" else code(value)


def assumption(value: str) -> Label:
    """Return what was assumed."""
    return ASSUMPTIONS.get(value) or same(value)


MATCHES = {
    "name": Label("依名稱配對", "matched by name"),
    "acronym": Label("依簡稱配對", "matched by acronym"),
    "likeness": Label("依相似度配對", "matched by likeness"),
    "decision": Label("依人為決定配對", "matched by decision"),
}


def remark(text: str) -> Label:
    """Return a note of a change; how two programmes were matched is said in both languages."""
    how, _, reason = text.partition("; ")
    known = MATCHES.get(how.removeprefix("matched by "))
    if known is None or not how.startswith("matched by "):
        return same(text)
    return Label("；".join(filter(None, (known.zh, reason))), text)


def message_of(found: Finding) -> Label:
    """Return what a finding says."""
    return Label(said(found.message, "zh_TW"), found.message)


def meaning_of(found: Finding) -> Label:
    """Return what is the matter, where a finding is one of many of its code."""
    return Label(of_finding("zh_TW", found.code)[0], of_finding("en", found.code)[0])


def hint_of(found: Finding) -> Label:
    """Return what the person who reads a finding does."""
    return Label(of_finding("zh_TW", found.code)[1], of_finding("en", found.code)[1])


def field(name: str) -> Label:
    """Return the name of a field of the record, or the word itself where it is none."""
    return FIELDS.get(name) or same(name)


def code(value: str) -> Label:
    """Return what a code of the record means, or the word itself where it is none."""
    return CODES.get(value) or same(value)
