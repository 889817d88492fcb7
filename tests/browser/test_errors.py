"""What is wrong with a field goes when it is mended, not before, and from the list above the form too."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.any_database


def test_error_goes_when_its_field_is_mended_and_from_the_list_of_what_is_wrong(cast, lise):
    cast.expects("status 422", "Status Error Code 422")
    page = lise.page
    page.goto("/moeder/opret/")
    lise.fills(Udvalg="Et udvalg", Dato="31.2.2027", **{"Sted (valgfrit)": "Ring 150190-1234"})
    lise.presses("Opret møde")
    summary, asked = page.get_by_role("alert"), page.get_by_role("button", name="Det er det ikke")
    errors = page.locator(".field .error:visible")
    expect(summary).to_be_visible()
    count = page.locator("[aria-invalid=true]").count()  # other tests leave themes behind, of which one must be chosen
    expect(summary).to_contain_text(f"Ret {count} felter")
    expect(errors.filter(has_text="Det ligner et CPR-nummer.")).to_be_visible()
    venue = page.get_by_label("Sted (valgfrit)")
    venue.fill("Ring 150190-1234 igen")
    expect(asked).to_be_visible()
    venue.fill("Ring på kontoret")
    expect(asked).to_have_count(0)
    expect(venue).not_to_have_attribute("aria-invalid", "true")
    expect(summary).to_contain_text(f"Ret {count - 1} felter")
    date = page.get_by_label("Dato", exact=True)
    date.fill("31.2.2027 ")
    expect(date).to_have_attribute("aria-invalid", "true")
    date.fill("1.3.2027")
    expect(date).not_to_have_attribute("aria-invalid", "true")
    expect(summary.get_by_role("link", name="Dato")).to_have_count(0)
    lise.fills(**{"Starter kl.": "9.00", "Slutter kl.": "10.30"})
    if page.locator("#id_theme[aria-invalid=true]").count():
        page.locator("#id_theme").select_option("Teknologien flytter opgaver")
    expect(page.locator("[aria-invalid=true]")).to_have_count(0)
    expect(errors).to_have_count(0)
    expect(summary).to_have_count(0)
